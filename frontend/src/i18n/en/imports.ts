/** Texts of imports: what of a foreign link a set-up here cannot say, and what is wrong with weights. */
export const imports = {
  "import.title": "Imported from TensorFlow Playground",
  "import.differences": "What is different here ({count})",
  "import.other_draws":
    "That page uses other random numbers and visits the points in the same order in every epoch. Here, points, initial weights and batches are of the same kind, but not the same.",
  "import.loss_twice":
    "That page uses half the squared error; here it is the whole. The learning rate was halved and the penalty doubled, so that each step is the same.",
  "import.dead_weights":
    "There, a weight that the L1 penalty takes past zero stays zero forever; here it can come back.",
  "import.no_features": "The link turns every input off; here x₁ stays on.",
  "import.hidden_inputs":
    "The link hides the inputs {names}. That page then leaves them out of the network, so they are left out here too.",
  "import.idle":
    "The link names the inputs {names}, but that page doesn’t have them. They are left out here too.",
  "import.last_points":
    "Batches of {batch} leave points over in each epoch ({rest}). There, they join the next epoch’s first batch; here, they form a smaller batch of their own.",
  "import.show_test_data": "The test points are shown, as in the link.",
  "import.discretize": "The picture has only two colors, as in the link.",
  "import.collect_stats": "Collecting statistics (collectStats) exists only on that page.",
  "import.tutorial": "The text “{name}” that the link opens exists only on that page.",
  "import.hidden": "The link hides controls of that page ({names}); here they all stay visible.",
  "import.unknown": "The link contains something this page doesn’t know: {names}.",
  "import.adjusted": "{name} was “{given}” in the link; {taken} is used instead.",
} as const;
