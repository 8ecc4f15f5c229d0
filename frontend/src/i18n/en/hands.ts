/** For hands that press keys, and for ears. */
export const hands = {
  "skip.links": "Skip to",
  "skip.to.diagram": "Skip to the network",
  "skip.to.result": "Skip to the result",
  "skip.to.data": "Skip to the data",
  "skip.to.training": "Skip to the training settings",
  "skip.to.transport": "Skip to Play",
  "skip.to.time": "Skip to the time slider",

  "net.diagram": "Network diagram",
  "net.diagram.keys":
    "Arrow keys move between units. Up from the top unit leads to the buttons that add layers and skip connections. Enter shows a unit up close, Escape comes back. Tab leads to the layer’s settings.",

  "help.walk": "Move around the network diagram",
  "help.close-up": "See the unit or layer up close (Esc comes back)",
  "help.single": "Single-key shortcuts (S, E, R, ?)",

  "say.added": "Added: {names}",
  "say.removed": "Removed: {names}",
  "say.changed": "Changed: {names}",
  "say.playing": "Training.",
  "say.paused": "Paused at step {step}.",
  "say.reset": "Reset to step 0.",
  "say.reset.new": "Reset to step 0 with new initial weights.",

  "say.numbers": "{name}: {numbers}",
  "say.bias": "bias {value}",
  "say.mean": "mean {value}",
  "say.dead": "dead for {share}",
  "say.shape": "{inputs} in, {outputs} out",
  "say.norm": "gradient norm {value}",
  "say.weight": "weight {value}",
  "say.gradient": "gradient {value}",
} as const;
