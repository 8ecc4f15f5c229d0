/** Charts and pictures in sentences, for who asks them for their numbers. */
export const pictures = {
  "say.nothing": "Nothing to show yet.",
  "say.trace": "{name}: from {first} to {last} at step {step}, lowest {lowest}.",
  "say.histogram": "From {low} to {high}, most often near {peak} ({share}).",
  "say.region": "Class {name}: {share} of the plane.",
  "say.values": "Outputs from {low} to {high}.",
  "say.confusion": "{right} of {all} samples are predicted correctly ({share}).",
  "say.mistaken": "Most frequent mistake: true class {truth}, predicted class {told} ({count}).",
  "say.kernels": "{count} kernels of {size}. Weights from {low} to {high}. Strongest: {names}.",
  "say.schedule":
    "{first} at step 0, {last} at step {end}, highest {highest} at step {peak}; {now} now, at step {step}.",
} as const;
