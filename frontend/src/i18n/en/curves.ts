/** The curves in words, and of which step a picture is. */
export const curves = {
  "chart.train.evaluated": "evaluated on all training samples",
  "chart.test.evaluated": "evaluated on all test samples",
  "chart.batches": "mini-batches, mean",
  "chart.evaluated.tip":
    "Evaluated exactly at each of these steps, on all samples; of a very large file on a fixed part of them",
  "chart.batches.tip":
    "The loss that each training step had on its mini-batch: the mean of every step since the point before, and the least and greatest. Click to show or hide.",
  "inside.gradients.band": "mean of every step, min–max",
  "inside.gradients.one": "mean of every step; point at a layer for min–max",
  "inside.gradients.band.tip":
    "The line is the mean gradient norm of every step since the point before; single steps lie within the band.",
  "say.band":
    "{name}: mean from {first} to {last} at step {step}; single steps there lie between {low} and {high}.",
  "export.columns": "Curves, what the columns are",
  "export.columns.tip": "A sentence for each column: what was measured, of which steps and samples",
  "picture.of_step": "of step {step}",
} as const;
