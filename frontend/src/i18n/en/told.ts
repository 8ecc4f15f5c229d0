/** Texts of what a network cannot do, by code, with ways out. */
export const told = {
  "told.name": "What holds this network back",
  "caution.output_never_negative":
    "With {activation} the output is never below 0, but that is where the first class lies.",
  "caution.output_never_positive":
    "With {activation} the output is never above 0, but that is where the second class lies.",
  "caution.output_too_narrow":
    "With {activation} the output stays between {low} and {high}, but the targets go from {from} to {to}.",
  "caution.output_too_high":
    "With {activation} the output can’t go below {low}, but the targets go down to {from}.",
  "caution.output_too_low":
    "With {activation} the output can’t go above {high}, but the targets go up to {to}.",
  "caution.output_unsure":
    "With {activation} the network can never be more than {most}% sure of a class.",
  "caution.output_unsure_first":
    "With {activation} the network can never be more than {most}% sure of the first class.",
  "caution.output_unsure_second":
    "With {activation} the network can never be more than {most}% sure of the second class.",
  "caution.nothing_learns": "Every layer is frozen, so training changes nothing.",
  "caution.one_rate":
    "L-BFGS uses one learning rate for all layers. Set every layer’s learning rate to × 1, or choose another optimizer.",
  "problem.one_rate":
    "L-BFGS uses one learning rate for all layers. Set every layer’s learning rate to × 1, or choose another optimizer.",
  "problem.layers_gone": "These layers are no longer part of the network.",
  "problem.weights_gone":
    "The earlier weights are no longer there. Go back in time with the time slider.",
  "fix.output_linear": "Use Linear",
  "fix.output_tanh": "Use Tanh",
  "fix.output_linear_bce": "Use Linear and binary cross-entropy",
  "fix.output_tanh_mse": "Use Tanh and mean squared error",
  "fix.unfreeze_all": "Unfreeze all layers",
  "fix.one_rate_for_all": "Set all to × 1",
  "fix.adam_instead": "Use Adam",
  "finding.dead":
    "{share}% of the units are dead. Their slope is 0 for every sample, so they can’t learn.",
  "finding.saturated":
    "{share}% of the activations are saturated. Their slope is almost 0, so hardly any gradient passes.",
  "finding.blocked": "No gradient arrives here, so nothing is learned from here down.",
  "finding.exploding": "The gradient here is {times} times as large as at the output.",
  "finding.vanishing": "The gradient here is {times} times smaller than at the output.",
  "finding.rate_too_high":
    "The loss is {times} times that of a constant output. The learning rate seems too high.",
  "finding.ragged": "The loss keeps jumping by {share}%. The learning rate seems too high.",
  "finding.loss_flat": "The loss has stopped moving. A constant output would be just as good.",
  "fix.fresh_weights": "Draw new weights",
  "fix.good_start": "Draw weights that match the activation",
  "fix.leaky_instead": "Use Leaky ReLU",
  "fix.relu_instead": "Use ReLU with new weights",
  "fix.tanh_instead": "Use Tanh in the hidden layers",
  "fix.add_hidden": "Add a hidden layer",
  "fix.lower_rate": "Lower the rate to {rate}",
  "fix.lower_rate_fresh": "Lower the rate to {rate} and draw new weights",
  "fix.raise_rate": "Raise the rate to {rate}",
  "fix.clip_norm": "Clip the gradient norm at {norm}",
  "fix.normalize": "Add normalization to the hidden layers",
  "fix.no_penalty": "Remove the penalty on weights",
};
