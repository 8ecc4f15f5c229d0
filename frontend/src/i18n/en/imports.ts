/** Texts of imports: what of a foreign link a set-up here cannot say, and what is wrong with weights. */
export const imports = {
  "import.title": "Taken over from TensorFlow Playground",
  "import.differences": "What is different here ({count})",
  "import.other_draws":
    "That page draws other random numbers and takes the points in one order in every epoch: points, first weights and batches are others here, of the same kind.",
  "import.loss_twice":
    "That page shows half the squared error. Here it is the whole: the learning rate is halved and the penalty doubled, so that each step is the same.",
  "import.dead_weights":
    "There a weight that the L1 penalty takes across zero stays zero for good; here it may come back.",
  "import.no_features": "The link switches every input off; here x₁ stays on.",
  "import.hidden_inputs":
    "The link hides the inputs {names}: that page then leaves them out of the network, and so it is here.",
  "import.idle":
    "That page has no inputs {names}, though its links name them: they are left out here too.",
  "import.last_points":
    "Batches of {batch} leave {rest} points over in each epoch. There they join the next epoch's first batch; here they are a smaller batch of their own.",
  "import.show_test_data": "The test points show, as the link says.",
  "import.discretize": "The picture shows two colours only, as the link says.",
  "import.collect_stats": "Collecting statistics (collectStats) is a matter of that page only.",
  "import.tutorial": "The text “{name}” that the link opens belongs to that page.",
  "import.hidden": "The link hides controls of that page ({names}); here they all stay visible.",
  "import.unknown": "The link says something that is not known here: {names}.",
  "import.adjusted": "{name} was “{given}” in the link; {taken} was taken.",
} as const;
