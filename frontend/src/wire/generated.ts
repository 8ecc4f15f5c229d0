// Generated from the server's schema by `npm run types`. Do not edit.

export interface Wire {
  Ack: Ack;
  Adam: Adam;
  AdamW: AdamW;
  BinaryCrossEntropy: BinaryCrossEntropy;
  BoundaryProbe: BoundaryProbe;
  Carried: Carried;
  CarriedMessage: CarriedMessage;
  Constant: Constant;
  Cosine: Cosine;
  CreateSession: CreateSession;
  CrossEntropy: CrossEntropy;
  CurvesMessage: CurvesMessage;
  Cyclic: Cyclic;
  DataSpec: DataSpec;
  DenseLayer: DenseLayer;
  Divergence: Divergence;
  EditBody: EditBody;
  ErrorMessage: ErrorMessage;
  ExponentialDecay: ExponentialDecay;
  Fork: Fork;
  Hello: Hello;
  HistogramsProbe: HistogramsProbe;
  Huber: Huber;
  InverseTime: InverseTime;
  Links: Links;
  MeanSquaredError: MeanSquaredError;
  MetricsProbe: MetricsProbe;
  NetworkSpec: NetworkSpec;
  NeuronProbe: NeuronProbe;
  NeuronsProbe: NeuronsProbe;
  OneCycle: OneCycle;
  Operation: Operation;
  Pace: Pace;
  Pause: Pause;
  Ping: Ping;
  Play: Play;
  Pong: Pong;
  PresenceMessage: PresenceMessage;
  Problem: Problem;
  Reset: Reset;
  Revision: Revision;
  RmsProp: RmsProp;
  Seek: Seek;
  SessionMade: SessionMade;
  SetParameter: SetParameter;
  Sgd: Sgd;
  Spec: Spec;
  SpecMessage: SpecMessage;
  StatusMessage: StatusMessage;
  Step: Step;
  StepDecay: StepDecay;
  TrainingSpec: TrainingSpec;
  WatchMessage: WatchMessage;
  WeightsProbe: WeightsProbe;
}
/**
 * The page has taken the bundle with this number.
 */
export interface Ack {
  type: "ack";
  frame: number;
}
export interface Adam {
  kind: "adam";
  beta1: number;
  beta2: number;
  epsilon: number;
}
export interface AdamW {
  kind: "adamw";
  beta1: number;
  beta2: number;
  epsilon: number;
  weight_decay: number;
}
/**
 * One logit z for two classes: mean of softplus(z) − y z, y in {0, 1}.
 */
export interface BinaryCrossEntropy {
  kind: "binary_cross_entropy";
}
/**
 * The network's output over the input plane (or over the line, for one-dimensional data).
 */
export interface BoundaryProbe {
  probe: "boundary";
  resolution: number;
}
/**
 * What an edit kept of what was learned, and what it began anew, counted in parameters.
 */
export interface Carried {
  parameters_kept: number;
  parameters_new: number;
  parameters_dropped: number;
  layers_new: string[];
  layers_partly: string[];
  layers_removed: string[];
  optimizer: "kept" | "new" | "none";
  data: "kept" | "new";
}
/**
 * The trainer has taken over the edit of this revision.
 */
export interface CarriedMessage {
  type: "carried";
  revision: number;
  carried: Carried;
}
export interface Constant {
  kind: "constant";
}
/**
 * Half a cosine from the learning rate to `floor` times it in `period` steps, and back up.
 */
export interface Cosine {
  kind: "cosine";
  period: number;
  floor: number;
}
/**
 * A session from a spec, a preset's name or a set-up link: one of them, or none for the default.
 */
export interface CreateSession {
  spec: {
    [k: string]: unknown;
  } | null;
  preset: string | null;
  link: string | null;
  play: boolean;
  pace: number | null;
}
/**
 * One logit a class: mean of −log softmax(z)[y].
 */
export interface CrossEntropy {
  kind: "cross_entropy";
}
/**
 * Points to append to the curves, after dropping those with a step above `keep_until`.
 *
 * Columns have one length: `step`, `epoch`, `train_loss`, `test_loss`, `learning_rate`, the
 * score of the data's task (`train_accuracy` and `test_accuracy`, or `train_rmse` and
 * `test_rmse`) and `gradient:ID` a layer. A column not named is null there.
 */
export interface CurvesMessage {
  type: "curves";
  keep_until: number | null;
  columns: {
    [k: string]: (number | null)[];
  };
}
/**
 * A triangle wave from `low` times the learning rate up to it and down, `period` steps long.
 */
export interface Cyclic {
  kind: "cyclic";
  period: number;
  low: number;
}
/**
 * Points drawn from `dataset` by `seed`; the first `train_fraction` of them train the network.
 */
export interface DataSpec {
  dataset: "xor" | "circle" | "spiral" | "gaussians" | "moons" | "checkerboard" | "plane" | "multi_gauss" | "curve";
  samples: number;
  noise: number;
  train_fraction: number;
  seed: number;
  classes: number;
  features: ("x1" | "x2" | "x1_squared" | "x2_squared" | "x1x2" | "sin_x1" | "sin_x2" | "cos_x1" | "cos_x2")[];
}
/**
 * Fully connected: activation(W x + b). The id stays with the layer through every edit.
 */
export interface DenseLayer {
  kind: "dense";
  id: string;
  units: number;
  activation: "identity" | "relu" | "leaky_relu" | "elu" | "gelu" | "silu" | "tanh" | "sigmoid" | "softplus" | "sine";
}
/**
 * The first step and layer whose loss or gradient was no finite number.
 */
export interface Divergence {
  step: number;
  layer: string | null;
}
/**
 * A JSON Patch on the spec.
 */
export interface EditBody {
  patch: Operation[];
}
/**
 * One operation of a JSON Patch. `path` and `from` are JSON pointers into the spec.
 */
export interface Operation {
  op: "add" | "remove" | "replace" | "move" | "copy" | "test";
  path: string;
  value: unknown;
  from: string | null;
}
/**
 * Something failed and the session goes on; the sentence tells the pupil what to do.
 */
export interface ErrorMessage {
  type: "error";
  problem: Problem;
}
/**
 * RFC 9457. `code` and `params` key the catalogues; `detail` is the English sentence.
 */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  pointer: string | null;
  params: {
    [k: string]: string | number | boolean | null;
  };
}
/**
 * Multiplied by `factor` at every step.
 */
export interface ExponentialDecay {
  kind: "exponential";
  factor: number;
}
/**
 * A session of one's own that begins where this one is.
 */
export interface Fork {
  type: "fork";
}
/**
 * The first message; the answer is a snapshot (spec, status, curves, points), then what is new.
 */
export interface Hello {
  type: "hello";
  token: string;
  probes: (MetricsProbe | BoundaryProbe | NeuronsProbe | WeightsProbe | HistogramsProbe | NeuronProbe)[];
  max_fps: number;
  name: string;
}
/**
 * Losses, accuracy or error, learning rate and gradient norms at this very step.
 */
export interface MetricsProbe {
  probe: "metrics";
}
/**
 * Every unit's activation over the input plane, a small map each.
 */
export interface NeuronsProbe {
  probe: "neurons";
  resolution: number;
}
/**
 * Every weight and bias.
 */
export interface WeightsProbe {
  probe: "weights";
}
/**
 * Histograms of one layer's gradients, activations and weights.
 */
export interface HistogramsProbe {
  probe: "histograms";
  layer: string;
  bins: number;
}
/**
 * One unit up close: a large map, its incoming weights, its gradients and activations.
 */
export interface NeuronProbe {
  probe: "neuron";
  layer: string;
  unit: number;
  resolution: number;
  bins: number;
}
/**
 * Quadratic within `delta` of the target, linear beyond (Huber, 1964).
 */
export interface Huber {
  kind: "huber";
  delta: number;
}
/**
 * η / (1 + t / `scale`): the sum of the rates diverges, the sum of their squares does not.
 */
export interface InverseTime {
  kind: "inverse_time";
  scale: number;
}
/**
 * Tokens of the session; `edit` is given to its maker only.
 */
export interface Links {
  view: string;
  edit: string | null;
}
/**
 * Mean of (output − target)². Classes are the targets −1 and 1, or one-hot when more than two.
 */
export interface MeanSquaredError {
  kind: "mse";
}
export interface NetworkSpec {
  layers: DenseLayer[];
}
/**
 * Up by half a cosine for the `warm_up` part of `total` steps, then down to nearly nothing.
 *
 * Starts at 1/25 of the learning rate and ends at 1/250,000 of it, where it stays.
 */
export interface OneCycle {
  kind: "one_cycle";
  total: number;
  warm_up: number;
}
/**
 * At most so many steps a second; null is as fast as the device can.
 */
export interface Pace {
  type: "pace";
  steps_per_second: number | null;
}
export interface Pause {
  type: "pause";
}
export interface Ping {
  type: "ping";
}
export interface Play {
  type: "play";
}
export interface Pong {
  type: "pong";
}
export interface PresenceMessage {
  type: "presence";
  viewers: number;
}
/**
 * Begin again at step 0, with the same weights, or with a new seed.
 */
export interface Reset {
  type: "reset";
  new_seed: boolean;
}
export interface Revision {
  revision: number;
  spec: Spec;
}
export interface Spec {
  version: 1;
  name: string;
  seed: number;
  data: DataSpec;
  network: NetworkSpec;
  training: TrainingSpec;
}
/**
 * `l1` and `l2` act on weights, not biases: the penalty is l1 Σ|w| + l2/2 Σw².
 */
export interface TrainingSpec {
  loss: BinaryCrossEntropy | CrossEntropy | MeanSquaredError | Huber;
  optimizer: Sgd | Adam | AdamW | RmsProp;
  learning_rate: number;
  schedule: Constant | StepDecay | ExponentialDecay | Cosine | InverseTime | Cyclic | OneCycle;
  batch_size: number;
  l1: number;
  l2: number;
}
export interface Sgd {
  kind: "sgd";
  momentum: number;
  nesterov: boolean;
}
export interface RmsProp {
  kind: "rmsprop";
  alpha: number;
  epsilon: number;
  momentum: number;
}
/**
 * Multiplied by `factor` every `every` steps.
 */
export interface StepDecay {
  kind: "step";
  every: number;
  factor: number;
}
/**
 * Back (or forward) to the nearest kept snapshot at or before `step`, paused.
 */
export interface Seek {
  type: "seek";
  step: number;
}
export interface SessionMade {
  id: string;
  revision: number;
  links: Links;
  spec: Spec;
}
/**
 * One weight (`unit`, `input`) or, without `input`, one bias, set by hand.
 */
export interface SetParameter {
  type: "set_parameter";
  layer: string;
  unit: number;
  input: number | null;
  value: number;
}
/**
 * The spec as it is now: first thing after hello, and after each edit.
 */
export interface SpecMessage {
  type: "spec";
  revision: number;
  spec: Spec;
  rights: "view" | "fork" | "edit";
  author: string | null;
}
/**
 * `snapshots` are the steps that seek can go to, ascending. `tier` names the code that trains.
 */
export interface StatusMessage {
  type: "status";
  state: "loading" | "playing" | "paused" | "diverged" | "restarting" | "failed";
  step: number;
  epoch: number;
  steps_per_second: number;
  pace: number | null;
  device: string;
  tier: string;
  snapshots: number[];
  diverged: Divergence | null;
}
/**
 * That many mini-batches, or whole epochs, then pause.
 */
export interface Step {
  type: "step";
  count: number;
  unit: "step" | "epoch";
}
/**
 * What this viewer looks at from now on; `max_fps` 0 is a hidden page.
 */
export interface WatchMessage {
  type: "watch";
  probes: (MetricsProbe | BoundaryProbe | NeuronsProbe | WeightsProbe | HistogramsProbe | NeuronProbe)[];
  max_fps: number | null;
}
