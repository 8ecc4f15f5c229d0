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
  "fix.output_linear": "Use Linear",
  "fix.output_tanh": "Use Tanh",
  "fix.output_linear_bce": "Use Linear and binary cross-entropy",
  "fix.output_tanh_mse": "Use Tanh and mean squared error",
  "fix.unfreeze_all": "Unfreeze all layers",
  "fix.one_rate_for_all": "Set all to × 1",
  "fix.adam_instead": "Use Adam",
};
