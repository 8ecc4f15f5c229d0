// Generated from the server's schema by `npm run types`. Do not edit.

export type SessionCommand =
  | Play
  | Pause
  | Step
  | Reset
  | Seek
  | Undo
  | Look
  | Now
  | Continue
  | Pace
  | SetParameter
  | FreshWeights
  | SwapWeights
  | Fork;
export type ClassCommand =
  | EyesHere
  | Push
  | Controls
  | BeginChallenge
  | EndChallenge
  | Show
  | RenamePupil
  | RemovePupil
  | LowerHand
  | CloseDoor
  | EndClass;

export interface Wire {
  Ack: Ack;
  ActivationLayer: ActivationLayer;
  Adadelta: Adadelta;
  Adafactor: Adafactor;
  Adagrad: Adagrad;
  Adam: Adam;
  AdamW: AdamW;
  Adamax: Adamax;
  Asgd: Asgd;
  Auto: Auto;
  AveragePoolLayer: AveragePoolLayer;
  BatchNormLayer: BatchNormLayer;
  BeginChallenge: BeginChallenge;
  BinaryCrossEntropy: BinaryCrossEntropy;
  Block: Block;
  BoundaryProbe: BoundaryProbe;
  BranchCurves: BranchCurves;
  BranchMessage: BranchMessage;
  BranchesMessage: BranchesMessage;
  Budget: Budget;
  CautionMessage: CautionMessage;
  Chain: Chain;
  ChainPart: ChainPart;
  Challenge: Challenge;
  ClassHello: ClassHello;
  ClassMessage: ClassMessage;
  ClassOpened: ClassOpened;
  ClassSaid: ClassSaid;
  CloseDoor: CloseDoor;
  ColumnsPlane: ColumnsPlane;
  ConflictProblem: ConflictProblem;
  Constant: Constant;
  ConstantWeight: ConstantWeight;
  Continue: Continue;
  Controls: Controls;
  Conv1dLayer: Conv1DLayer;
  Conv2dLayer: Conv2DLayer;
  Cosine: Cosine;
  CreateSession: CreateSession;
  CrossEntropy: CrossEntropy;
  CurvesMessage: CurvesMessage;
  Cyclic: Cyclic;
  DataSpec: DataSpec;
  DenseLayer: DenseLayer;
  Divergence: Divergence;
  DropoutLayer: DropoutLayer;
  EditBody: EditBody;
  EditMessage: EditMessage;
  EndChallenge: EndChallenge;
  EndClass: EndClass;
  Entry: Entry;
  ErrorMessage: ErrorMessage;
  ExponentialDecay: ExponentialDecay;
  EyesHere: EyesHere;
  FindingMessage: FindingMessage;
  FixMessage: FixMessage;
  FlattenLayer: FlattenLayer;
  Fork: Fork;
  FreshWeights: FreshWeights;
  GlobalPoolLayer: GlobalPoolLayer;
  GroupNormLayer: GroupNormLayer;
  Hand: Hand;
  HealthProbe: HealthProbe;
  Hello: Hello;
  HistogramsProbe: HistogramsProbe;
  Huber: Huber;
  ImportNote: ImportNote;
  InverseTime: InverseTime;
  JoinClass: JoinClass;
  Joined: Joined;
  Kaiming: Kaiming;
  KeptState: KeptState;
  LayerNormLayer: LayerNormLayer;
  LayerShapeMessage: LayerShapeMessage;
  Lbfgs: Lbfgs;
  Linear: Linear;
  LinkMade: LinkMade;
  LinkMessage: LinkMessage;
  Links: Links;
  Look: Look;
  LookMessage: LookMessage;
  LowerHand: LowerHand;
  MaxPoolLayer: MaxPoolLayer;
  MeanSquaredError: MeanSquaredError;
  MetricsProbe: MetricsProbe;
  MultiStep: MultiStep;
  Muon: Muon;
  NAdam: NAdam;
  NameMessage: NameMessage;
  NetworkSpec: NetworkSpec;
  NeuronProbe: NeuronProbe;
  NeuronsProbe: NeuronsProbe;
  NewLink: NewLink;
  Normal: Normal;
  Note: Note;
  Now: Now;
  OneCycle: OneCycle;
  OpenClass: OpenClass;
  Operation: Operation;
  Orthogonal: Orthogonal;
  OutputLayer: OutputLayer;
  OwnUpload: OwnUpload;
  OwnUploads: OwnUploads;
  Pace: Pace;
  Pause: Pause;
  PersonMessage: PersonMessage;
  Ping: Ping;
  Place: Place;
  Play: Play;
  PointsProbe: PointsProbe;
  Polynomial: Polynomial;
  Pong: Pong;
  PredictionsProbe: PredictionsProbe;
  PresenceMessage: PresenceMessage;
  Preview: Preview;
  PrincipalPlane: PrincipalPlane;
  Problem: Problem;
  PupilMessage: PupilMessage;
  PupilState: PupilState;
  Push: Push;
  RAdam: RAdam;
  Reading: Reading;
  ReduceOnPlateau: ReduceOnPlateau;
  RemovePupil: RemovePupil;
  RenamePupil: RenamePupil;
  Reset: Reset;
  Revised: Revised;
  Revision: Revision;
  RmsProp: RmsProp;
  Rprop: Rprop;
  Said: Said;
  SavedWork: SavedWork;
  Seek: Seek;
  SessionMade: SessionMade;
  SetParameter: SetParameter;
  Sgd: Sgd;
  Show: Show;
  Showing: Showing;
  Skip: Skip;
  Spec: Spec;
  SpecMessage: SpecMessage;
  StatusMessage: StatusMessage;
  Step: Step;
  StepDecay: StepDecay;
  SwapWeights: SwapWeights;
  TakeSeat: TakeSeat;
  TrainingSpec: TrainingSpec;
  TransferReport: TransferReport;
  TransferReportMessage: TransferReportMessage;
  TurnedAway: TurnedAway;
  Undo: Undo;
  Uniform: Uniform;
  Upload: Upload;
  UploadColumn: UploadColumn;
  Uploaded: Uploaded;
  WarmRestarts: WarmRestarts;
  WatchMessage: WatchMessage;
  WeightsProbe: WeightsProbe;
  Xavier: Xavier;
  Zeros: Zeros;
  SessionCommand: SessionCommand;
  ClassCommand: ClassCommand;
}
/**
 * The page has taken the bundle with this number.
 */
export interface Ack {
  type: "ack";
  frame: number;
}
export interface ActivationLayer {
  frozen: boolean;
  rate_factor: number;
  kind: "activation";
  id: string;
  activation:
    | "identity"
    | "relu"
    | "leaky_relu"
    | "prelu"
    | "relu6"
    | "elu"
    | "selu"
    | "gelu"
    | "silu"
    | "mish"
    | "tanh"
    | "sigmoid"
    | "softplus"
    | "softsign"
    | "hard_tanh"
    | "hard_sigmoid"
    | "hard_swish"
    | "sine";
}
/**
 * Zeiler (2012). Its steps have a size of their own: a learning rate of 1 is usual.
 */
export interface Adadelta {
  kind: "adadelta";
  rho: number;
  epsilon: number;
}
/**
 * Shazeer & Stern (2018): of a matrix only row and column means of the squares are kept.
 *
 * Of kernels these are the last two axes. A step is relative to the size of its tensor and no
 * larger than `clip` in the root mean square; the learning rate bounds it, and 1/√t does.
 */
export interface Adafactor {
  kind: "adafactor";
  beta2_decay: number;
  clip: number;
}
/**
 * Duchi et al. (2011). The rate is divided by 1 + `rate_decay` t besides.
 */
export interface Adagrad {
  kind: "adagrad";
  rate_decay: number;
  epsilon: number;
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
 * Kingma & Ba (2015), section 7: Adam by the largest gradient in place of the mean square.
 */
export interface Adamax {
  kind: "adamax";
  beta1: number;
  beta2: number;
  epsilon: number;
}
/**
 * Polyak & Juditsky (1992) as torch has it: SGD whose rate falls and whose weights are averaged.
 *
 * A step of size η first shrinks the weights by `lambd` η; η is the rate over (1 + `lambd` rate
 * t)^`alpha`. The average is of the weights from step `start` on. It is kept beside the weights
 * and not evaluated: `TrainingSpec.averaging` has that.
 */
export interface Asgd {
  kind: "asgd";
  lambd: number;
  alpha: number;
  start: number;
}
/**
 * Kaiming for rectifiers and Xavier for others, uniform, with the activation's own gain.
 */
export interface Auto {
  kind: "auto";
}
/**
 * Padding counts as zeros.
 */
export interface AveragePoolLayer {
  kind: "average_pool";
  id: string;
  kernel: number;
  stride: number;
  padding: number;
}
/**
 * Ioffe & Szegedy (2015), a channel (or unit) at a time; evaluation uses running statistics.
 */
export interface BatchNormLayer {
  frozen: boolean;
  rate_factor: number;
  kind: "batch_norm";
  id: string;
  momentum: number;
  epsilon: number;
}
/**
 * On the data of the teacher's session, which every pupil gets and none may change.
 *
 * `target` is the accuracy (or the error, for regression) on hidden test data that wins.
 */
export interface BeginChallenge {
  type: "begin_challenge";
  budget: Budget;
  target: number | null;
}
/**
 * What an entry may use at most; null is without limit.
 */
export interface Budget {
  parameters: number | null;
  steps: number | null;
  layers: number | null;
}
/**
 * One logit z for two classes: mean of softplus(z) − y z, y in {0, 1}.
 */
export interface BinaryCrossEntropy {
  kind: "binary_cross_entropy";
}
/**
 * Layers repeated `repeat` times; the copies of layer `c` are `c-1`, `c-2` and so on.
 *
 * `skip` leads each repetition's input around it.
 */
export interface Block {
  kind: "block";
  id: string;
  repeat: number;
  skip: "none" | "add" | "concat";
  layers: (
    | ActivationLayer
    | AveragePoolLayer
    | BatchNormLayer
    | Conv1DLayer
    | Conv2DLayer
    | DenseLayer
    | DropoutLayer
    | FlattenLayer
    | GlobalPoolLayer
    | GroupNormLayer
    | LayerNormLayer
    | MaxPoolLayer
  )[];
}
/**
 * Cross-correlation along one axis [C, L]; a plain vector [L] is one channel.
 */
export interface Conv1DLayer {
  frozen: boolean;
  rate_factor: number;
  init: Auto | Zeros | ConstantWeight | Normal | Uniform | Xavier | Kaiming | Orthogonal;
  initial_bias: number;
  density: number;
  frozen_units: number[];
  frozen_weights: [] | [number] | [number, number][];
  kind: "conv1d";
  id: string;
  units: number;
  kernel: number;
  stride: number;
  padding: number;
  dilation: number;
  groups: number;
  activation:
    | "identity"
    | "relu"
    | "leaky_relu"
    | "prelu"
    | "relu6"
    | "elu"
    | "selu"
    | "gelu"
    | "silu"
    | "mish"
    | "tanh"
    | "sigmoid"
    | "softplus"
    | "softsign"
    | "hard_tanh"
    | "hard_sigmoid"
    | "hard_swish"
    | "sine";
}
export interface Zeros {
  kind: "zeros";
}
export interface ConstantWeight {
  kind: "constant";
  value: number;
}
export interface Normal {
  kind: "normal";
  deviation: number;
}
/**
 * Within ± `bound`.
 */
export interface Uniform {
  kind: "uniform";
  bound: number;
}
/**
 * Glorot & Bengio (2010), eq. 16: deviation gain √(2 / (fan in + fan out)).
 */
export interface Xavier {
  kind: "xavier";
  distribution: "uniform" | "normal";
  gain: number;
}
/**
 * He et al. (2015), eq. 10: deviation gain / √(fan in), where gain √2 suits ReLU.
 */
export interface Kaiming {
  kind: "kaiming";
  distribution: "uniform" | "normal";
  gain: number;
}
/**
 * Saxe et al. (2014): rows (or columns) of a random orthogonal matrix, times the gain.
 */
export interface Orthogonal {
  kind: "orthogonal";
  gain: number;
}
/**
 * Cross-correlation over maps [C, H, W], with square kernels.
 */
export interface Conv2DLayer {
  frozen: boolean;
  rate_factor: number;
  init: Auto | Zeros | ConstantWeight | Normal | Uniform | Xavier | Kaiming | Orthogonal;
  initial_bias: number;
  density: number;
  frozen_units: number[];
  frozen_weights: [] | [number] | [number, number][];
  kind: "conv2d";
  id: string;
  units: number;
  kernel: number;
  stride: number;
  padding: number;
  dilation: number;
  groups: number;
  activation:
    | "identity"
    | "relu"
    | "leaky_relu"
    | "prelu"
    | "relu6"
    | "elu"
    | "selu"
    | "gelu"
    | "silu"
    | "mish"
    | "tanh"
    | "sigmoid"
    | "softplus"
    | "softsign"
    | "hard_tanh"
    | "hard_sigmoid"
    | "hard_swish"
    | "sine";
}
/**
 * Fully connected: activation(W x + b). The id stays with the layer through every edit.
 */
export interface DenseLayer {
  frozen: boolean;
  rate_factor: number;
  init: Auto | Zeros | ConstantWeight | Normal | Uniform | Xavier | Kaiming | Orthogonal;
  initial_bias: number;
  density: number;
  frozen_units: number[];
  frozen_weights: [] | [number] | [number, number][];
  kind: "dense";
  id: string;
  units: number;
  activation:
    | "identity"
    | "relu"
    | "leaky_relu"
    | "prelu"
    | "relu6"
    | "elu"
    | "selu"
    | "gelu"
    | "silu"
    | "mish"
    | "tanh"
    | "sigmoid"
    | "softplus"
    | "softsign"
    | "hard_tanh"
    | "hard_sigmoid"
    | "hard_swish"
    | "sine";
}
/**
 * Srivastava et al. (2014): in training each value is 0 with `probability`, else scaled up.
 */
export interface DropoutLayer {
  kind: "dropout";
  id: string;
  probability: number;
}
export interface FlattenLayer {
  kind: "flatten";
  id: string;
}
/**
 * One number a channel: the mean or the largest of its map.
 */
export interface GlobalPoolLayer {
  kind: "global_pool";
  id: string;
  mode: "average" | "max";
}
/**
 * Wu & He (2018): the channels (or units) in `groups` equal parts.
 */
export interface GroupNormLayer {
  frozen: boolean;
  rate_factor: number;
  kind: "group_norm";
  id: string;
  groups: number;
  epsilon: number;
}
/**
 * Ba et al. (2016), over all values of a sample.
 */
export interface LayerNormLayer {
  frozen: boolean;
  rate_factor: number;
  kind: "layer_norm";
  id: string;
  epsilon: number;
}
export interface MaxPoolLayer {
  kind: "max_pool";
  id: string;
  kernel: number;
  stride: number;
  padding: number;
}
/**
 * The network's output over the input plane (or over the line, for one-dimensional data).
 *
 * Of a table or of images the map may be coarser than `resolution` where the network is large.
 */
export interface BoundaryProbe {
  probe: "boundary";
  resolution: number;
  plane: (ColumnsPlane | PrincipalPlane) | null;
}
/**
 * Over two columns of the input; the others are held at `held`, by column, or at 0.
 */
export interface ColumnsPlane {
  kind: "columns";
  x: number;
  y: number;
  held: number[];
}
/**
 * Through the training inputs' mean, along their first two principal components.
 *
 * Its axes count in standard deviations of the component.
 */
export interface PrincipalPlane {
  kind: "pca";
}
/**
 * A branch's own points of the curves, as columns; those before are of the branches that it comes from.
 */
export interface BranchCurves {
  branch: string;
  columns: {
    [k: string]: (number | null)[];
  };
}
/**
 * A branch has steps of its own after `origin`, or from 0 where it has none. `made` is seconds since 1970.
 *
 * `checkpoints` are ascending.
 */
export interface BranchMessage {
  id: string;
  origin: Place | null;
  why: "start" | "reset" | "data" | "undo" | "continue";
  made: number;
  first_step: number;
  last_step: number;
  checkpoints: KeptState[];
}
/**
 * A state of the past; `revision` is that of the spec which it was trained by.
 */
export interface Place {
  branch: string;
  step: number;
  revision: number;
}
export interface KeptState {
  step: number;
  revision: number;
  why: "train" | "edit" | "reset" | "branch" | "weights" | "tip";
}
/**
 * All branches, oldest first. `present` is the one that trains.
 */
export interface BranchesMessage {
  present: string;
  branches: BranchMessage[];
}
/**
 * What a set-up can never do, whatever its weights become, at the layer that keeps it from it.
 *
 * `code` and `params` key the catalogue ("caution.CODE"); `detail` is the English sentence.
 */
export interface CautionMessage {
  code: string;
  detail: string;
  pointer: string;
  params: {
    [k: string]: string | number | boolean | null;
  };
  mends: FixMessage[];
}
/**
 * A way to fix a spec that was refused: operations to make after those of the edit.
 *
 * `code` keys the catalogue ("fix.CODE"). Layers in `fresh` have their weights drawn again after it.
 */
export interface FixMessage {
  code: string;
  patch: {
    [k: string]: unknown;
  }[];
  params: {
    [k: string]: string | number | boolean | null;
  };
  fresh: string[];
}
/**
 * One schedule after the other. None of them waits for a plateau.
 */
export interface Chain {
  kind: "chain";
  parts: ChainPart[];
}
/**
 * `schedule`, counting from 0, for `steps` steps; the last part of a chain goes on for ever.
 */
export interface ChainPart {
  schedule:
    | Constant
    | Cosine
    | Cyclic
    | ExponentialDecay
    | InverseTime
    | Linear
    | MultiStep
    | OneCycle
    | Polynomial
    | StepDecay
    | WarmRestarts;
  steps: number;
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
 * A triangle wave from `low` times the learning rate up to it and down, `period` steps long.
 *
 * Smith (2017): `triangular2` halves the wave's height each period, `exp_range` multiplies it by
 * `gamma` each step.
 */
export interface Cyclic {
  kind: "cyclic";
  period: number;
  low: number;
  mode: "triangular" | "triangular2" | "exp_range";
  gamma: number;
}
/**
 * Multiplied by `factor` at every step.
 */
export interface ExponentialDecay {
  kind: "exponential";
  factor: number;
}
/**
 * η / (1 + t / `scale`): the sum of the rates diverges, the sum of their squares does not.
 */
export interface InverseTime {
  kind: "inverse_time";
  scale: number;
}
/**
 * From `start` to `end` times the learning rate in `total` steps, then stays: a warm-up.
 */
export interface Linear {
  kind: "linear";
  start: number;
  end: number;
  total: number;
}
/**
 * Multiplied by `factor` at each milestone, which is the first step with the lower rate.
 *
 * Milestones ascend, and none comes twice.
 */
export interface MultiStep {
  kind: "multi_step";
  milestones: number[];
  factor: number;
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
 * (1 − t / `total`)^`power` down to 0, where it stays.
 */
export interface Polynomial {
  kind: "polynomial";
  total: number;
  power: number;
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
 * Cosines down to `floor`, each `multiplier` times as long as the one before, `period` steps.
 *
 * A restart's own step has the full rate again.
 *
 * Loshchilov & Hutter (2017), section 3.
 */
export interface WarmRestarts {
  kind: "warm_restarts";
  period: number;
  multiplier: number;
  floor: number;
}
/**
 * `board` says what the score is; `fresh` whether the hidden data are points nobody has seen.
 *
 * Of a set that is finite they are its test part. `entries` lead with the best.
 */
export interface Challenge {
  board: "test_loss" | "test_accuracy" | "test_rmse";
  budget: Budget;
  target: number | null;
  fresh: boolean;
  began: number;
  ended: number | null;
  entries: Entry[];
}
/**
 * A pupil's best within the budget. `score` null: none yet.
 *
 * `over` tells why they would not be scored as they are now: what exceeds the budget, that they have
 * not got the challenge's data, or that their training has diverged. `now` is the step where they are.
 */
export interface Entry {
  pupil: string;
  nickname: string;
  score: number | null;
  step: number | null;
  parameters: number;
  reached: boolean;
  over: ("parameters" | "steps" | "layers" | "set_up" | "diverged")[];
  now: number;
}
/**
 * The first message on a class's stream.
 */
export interface ClassHello {
  type: "hello";
  token: string;
  max_fps: number;
}
/**
 * To the teacher: all there is, after each change (at most twice a second).
 */
export interface ClassMessage {
  type: "class";
  id: string;
  code: string;
  until: number;
  session: string;
  eyes_here: boolean;
  door_closed: boolean;
  hidden: ("data" | "network" | "training" | "inside" | "transport")[];
  locked: ("data" | "network" | "training" | "inside" | "transport")[];
  showing: string | null;
  challenge: Challenge | null;
  pupils: PupilState[];
  turned_away: TurnedAway | null;
}
/**
 * A tile of the teacher's grid. Figures are of the newest point of the pupil's curves.
 */
export interface PupilState {
  id: string;
  nickname: string;
  session: string;
  online: boolean;
  hand: number | null;
  state: "queued" | "loading" | "playing" | "paused" | "diverged" | "restarting" | "failed";
  step: number;
  test_loss: number | null;
  score: number | null;
  board: "test_loss" | "test_accuracy" | "test_rmse";
  parameters: number;
  diverged: boolean;
  seat: string;
}
/**
 * Those who could not come in within the last minute, and why the newest of them could not.
 *
 * `code`, `detail` and `params` are those of the problem that they were answered with.
 */
export interface TurnedAway {
  count: number;
  code: string;
  detail: string;
  params: {
    [k: string]: string | number | boolean | null;
  };
}
/**
 * `token` is the teacher's, for all routes of the class and for every pupil's session.
 */
export interface ClassOpened {
  id: string;
  code: string;
  token: string;
  until: number;
}
/**
 * What a teacher's page says that comes without a WebSocket, in order.
 */
export interface ClassSaid {
  messages: (WatchMessage | Ack | Ping)[];
}
/**
 * What this viewer looks at from now on; `max_fps` 0 is a hidden page.
 */
export interface WatchMessage {
  type: "watch";
  probes: (
    | BoundaryProbe
    | HealthProbe
    | HistogramsProbe
    | MetricsProbe
    | NeuronProbe
    | NeuronsProbe
    | PointsProbe
    | PredictionsProbe
    | WeightsProbe
  )[];
  max_fps: number | null;
}
/**
 * Dead and saturated units, the gradient that arrives at each layer, and what goes wrong.
 */
export interface HealthProbe {
  probe: "health";
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
 * Losses, accuracy or error, learning rate and gradient norms at this very step.
 */
export interface MetricsProbe {
  probe: "metrics";
}
/**
 * One unit up close: a large map, its incoming weights, its gradients and activations.
 *
 * The map is over the input plane, or of image data the channel's own for the one `sample`.
 */
export interface NeuronProbe {
  probe: "neuron";
  layer: string;
  unit: number;
  resolution: number;
  bins: number;
  plane: (ColumnsPlane | PrincipalPlane) | null;
  sample: number;
}
/**
 * Every unit's activation over the input plane, a small map each.
 *
 * Of image data: every channel's feature map for the one sample `sample`, counted through those
 * that train and those that test; a unit of a vector is a map of one cell.
 */
export interface NeuronsProbe {
  probe: "neurons";
  resolution: number;
  plane: (ColumnsPlane | PrincipalPlane) | null;
  sample: number;
}
/**
 * The positions of the samples on the plane, for inputs of more than two columns.
 */
export interface PointsProbe {
  probe: "points_on_plane";
  plane: (ColumnsPlane | PrincipalPlane) | null;
}
/**
 * What the network tells of samples that test, and which classes it takes for which.
 */
export interface PredictionsProbe {
  probe: "predictions";
  most: number;
}
/**
 * Every weight and bias.
 */
export interface WeightsProbe {
  probe: "weights";
}
export interface Ping {
  type: "ping";
}
/**
 * Nobody more may join, or again.
 */
export interface CloseDoor {
  type: "close_door";
  closed: boolean;
}
/**
 * A conflict of an edit with what `author` ("" for nobody known) has changed since.
 *
 * `pointers` say where in `spec`, which is the newest, at `revision`.
 */
export interface ConflictProblem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  pointer: string | null;
  params: {
    [k: string]: string | number | boolean | null;
  };
  mends: FixMessage[];
  revision: number;
  spec: Spec;
  author: string;
  pointers: string[];
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
 * Samples of `dataset` by `seed`; the first `train_fraction` of them train the network.
 *
 * Fields that the data set does not use are kept for when it changes back: `classes` and
 * `features`, `formula` of the formula sets, `painted` points (x₁, x₂, class) of the painted one,
 * `image_size`, `shift` and `rotation` (both relative to their most) of drawn images, and
 * `columns` of a table, none of which means all.
 */
export interface DataSpec {
  dataset:
    | "circle"
    | "xor"
    | "gaussians"
    | "spiral"
    | "moons"
    | "checkerboard"
    | "rings"
    | "sectors"
    | "curve"
    | "plane"
    | "multi_gauss"
    | "digits"
    | "edges"
    | "bars"
    | "shapes"
    | "iris"
    | "wine"
    | "breast_cancer"
    | "diabetes"
    | "formula_curve"
    | "formula_surface"
    | "painted"
    | "upload"
    | "tf_circle"
    | "tf_xor"
    | "tf_gauss"
    | "tf_spiral"
    | "tf_plane"
    | "tf_multi_gauss";
  samples: number;
  noise: number;
  train_fraction: number;
  seed: number;
  classes: number;
  features: ("x1" | "x2" | "x1_squared" | "x2_squared" | "x1x2" | "sin_x1" | "sin_x2" | "cos_x1" | "cos_x2")[];
  formula: string;
  painted: [] | [number] | [number, number] | [number, number, number][];
  image_size: 16 | 28;
  shift: number;
  rotation: number;
  columns: string[];
  upload: Upload | null;
}
/**
 * A table of which `rows` can be used.
 *
 * `missing`: rows with an empty cell are dropped, or the cell gets its column's mean, or none of
 * its categories; rows without a target are dropped all the same.
 *
 * `standardise`: numbers are given in standard deviations from the mean of the training rows, a
 * number to predict too. `image` is height and width when each row is a picture: its pixels, from
 * 0 to 1, are then all the inputs, and `columns` has what the pictures are labeled.
 */
export interface Upload {
  id: string;
  name: string;
  rows: number;
  columns: UploadColumn[];
  image: [] | [number] | [number, number] | null;
  missing: "drop" | "mean";
  standardise: boolean;
}
/**
 * A category is one 0-or-1 input a value; `missing` cells were found empty.
 *
 * `categories` are all its values in the file; the server fills them in. A column whose texts
 * differ almost everywhere can only be ignored.
 */
export interface UploadColumn {
  name: string;
  kind: "number" | "category";
  role: "input" | "target" | "ignored";
  categories: string[];
  missing: number;
}
export interface NetworkSpec {
  layers: (
    | ActivationLayer
    | AveragePoolLayer
    | BatchNormLayer
    | Conv1DLayer
    | Conv2DLayer
    | DenseLayer
    | DropoutLayer
    | FlattenLayer
    | GlobalPoolLayer
    | GroupNormLayer
    | LayerNormLayer
    | MaxPoolLayer
    | Block
  )[];
  skips: Skip[];
  output: OutputLayer;
}
/**
 * The output of `source` joins the input of the later layer `target`.
 *
 * Added, through a projection where the shapes differ, or concatenated. The name of a block is
 * its last layer as a source and its first as a target.
 */
export interface Skip {
  source: string;
  target: string;
  mode: "add" | "concat";
}
/**
 * A dense layer; its activation is applied before the loss.
 */
export interface OutputLayer {
  frozen: boolean;
  rate_factor: number;
  init: Auto | Zeros | ConstantWeight | Normal | Uniform | Xavier | Kaiming | Orthogonal;
  initial_bias: number;
  density: number;
  frozen_units: number[];
  frozen_weights: [] | [number] | [number, number][];
  activation:
    | "identity"
    | "relu"
    | "leaky_relu"
    | "prelu"
    | "relu6"
    | "elu"
    | "selu"
    | "gelu"
    | "silu"
    | "mish"
    | "tanh"
    | "sigmoid"
    | "softplus"
    | "softsign"
    | "hard_tanh"
    | "hard_sigmoid"
    | "hard_swish"
    | "sine";
}
/**
 * `l1` and `l2` act on weights, not biases: the penalty is l1 Σ|w| + l2/2 Σw².
 *
 * `weight_decay` shrinks weights apart from the gradient, by rate · `weight_decay` a step
 * (Loshchilov & Hutter, 2019), with any optimizer. `label_smoothing` ε makes a class's target
 * 1 − ε + ε/C. `input_noise` is the deviation of what is added to training inputs. The gradient,
 * penalty included, is first cut to ± `clip_value`, then scaled down to the length `clip_norm`.
 * `averaging` is the decay of a moving average of the weights, which then is what is evaluated.
 */
export interface TrainingSpec {
  loss: BinaryCrossEntropy | CrossEntropy | MeanSquaredError | Huber;
  optimizer:
    | Adadelta
    | Adafactor
    | Adagrad
    | Adam
    | Adamax
    | AdamW
    | Asgd
    | Lbfgs
    | Muon
    | NAdam
    | RAdam
    | RmsProp
    | Rprop
    | Sgd;
  learning_rate: number;
  schedule:
    | Chain
    | Constant
    | Cosine
    | Cyclic
    | ExponentialDecay
    | InverseTime
    | Linear
    | MultiStep
    | OneCycle
    | ReduceOnPlateau
    | Polynomial
    | StepDecay
    | WarmRestarts;
  batch_size: number;
  l1: number;
  l2: number;
  weight_decay: number;
  label_smoothing: number;
  input_noise: number;
  clip_value: number | null;
  clip_norm: number | null;
  averaging: number | null;
}
/**
 * One logit a class: mean of −log softmax(z)[y].
 */
export interface CrossEntropy {
  kind: "cross_entropy";
}
/**
 * Mean of (output − target)². Classes are the targets −1 and 1, or one-hot when more than two.
 */
export interface MeanSquaredError {
  kind: "mse";
}
/**
 * Quadratic within `delta` of the target, linear beyond (Huber, 1964).
 */
export interface Huber {
  kind: "huber";
  delta: number;
}
/**
 * Liu & Nocedal (1989), one iteration a step without a line search. Meant for full batches.
 */
export interface Lbfgs {
  kind: "lbfgs";
  history: number;
}
/**
 * Jordan et al. (2024): matrices step along an orthogonalized momentum, the rest by AdamW.
 *
 * A kernel counts as the matrix [out, in · size]. `iterations` of Newton-Schulz orthogonalize.
 */
export interface Muon {
  kind: "muon";
  momentum: number;
  nesterov: boolean;
  weight_decay: number;
  iterations: number;
}
/**
 * Dozat (2016): Adam that looks ahead along its momentum, which rises by `momentum_decay`.
 */
export interface NAdam {
  kind: "nadam";
  beta1: number;
  beta2: number;
  epsilon: number;
  momentum_decay: number;
}
/**
 * Liu et al. (2020): Adam that begins as momentum, until its mean square can be trusted.
 */
export interface RAdam {
  kind: "radam";
  beta1: number;
  beta2: number;
  epsilon: number;
}
export interface RmsProp {
  kind: "rmsprop";
  alpha: number;
  epsilon: number;
  momentum: number;
}
/**
 * Riedmiller & Braun (1993): only the gradient's sign counts. Meant for full batches.
 *
 * Each weight's step begins at the learning rate, then grows and shrinks between `least` and
 * `most`; a schedule has no part in it.
 */
export interface Rprop {
  kind: "rprop";
  shrink: number;
  grow: number;
  least: number;
  most: number;
}
export interface Sgd {
  kind: "sgd";
  momentum: number;
  dampening: number;
  nesterov: boolean;
}
/**
 * Multiplied by `factor` when the training loss has not fallen for `patience` epochs.
 *
 * It has fallen when it is below the best one by the part `threshold` of that. The loss is that
 * of all training samples at each epoch's end. Never below `floor` times the learning rate. After
 * a reduction the epochs are counted anew.
 */
export interface ReduceOnPlateau {
  kind: "plateau";
  factor: number;
  patience: number;
  threshold: number;
  floor: number;
}
/**
 * Training goes on from this step of the past, as a new branch; the old one stays.
 */
export interface Continue {
  type: "continue";
  branch: string;
  step: number;
}
/**
 * What pupils' pages don't show, and what they show but may not change.
 */
export interface Controls {
  type: "controls";
  hidden: ("data" | "network" | "training" | "inside" | "transport")[];
  locked: ("data" | "network" | "training" | "inside" | "transport")[];
}
/**
 * A session from a spec, a preset's name, a lesson or a set-up link, or none for the default.
 *
 * `lesson` is its id, or ID/SESSION for one that is not its first; it is named in the `language`.
 */
export interface CreateSession {
  spec: {
    [k: string]: unknown;
  } | null;
  preset: string | null;
  lesson: string | null;
  language: "en" | "ko";
  link: string | null;
  play: boolean;
  pace: number | null;
}
/**
 * Points to append to the curves, after dropping those with a step above `keep_until`.
 *
 * Columns have one length: `step`, `epoch`, `data` (a number that is another for other samples),
 * `data_changes` (how often they were changed, each drag of a slider once),
 * `train_loss`, `test_loss`, `learning_rate` and the score of the data's task (`train_accuracy` and
 * `test_accuracy`, or `train_rmse` and `test_rmse`), exactly as they are at this step; and, of every
 * step since the point before, means and least and greatest values: `batch_loss` and `gradient:ID`
 * a layer, each also with `:min` and `:max`, and `not_finite`, the number of those that were not
 * made as a number was not finite. Points made before there were `batch_loss` have no least and
 * greatest values, and the gradient norm of one step. A column not named is null there.
 */
export interface CurvesMessage {
  type: "curves";
  keep_until: number | null;
  columns: {
    [k: string]: (number | null)[];
  };
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
 * An edit in the session's history; `what` are the JSON pointers that it changed.
 */
export interface EditMessage {
  revision: number;
  author: string;
  time: number;
  what: string[];
}
export interface EndChallenge {
  type: "end_challenge";
}
export interface EndClass {
  type: "end_class";
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
  mends: FixMessage[];
}
/**
 * Pauses every pupil and holds their controls, or gives them back.
 */
export interface EyesHere {
  type: "eyes_here";
  on: boolean;
}
/**
 * What goes wrong while a network learns, at the layer where it begins; null for all of it.
 *
 * `code` and `params` key the catalogue ("finding.CODE"); `detail` is the English sentence. One of
 * level 2 is told, one of level 1 goes on being told.
 */
export interface FindingMessage {
  code: string;
  level: 1 | 2;
  detail: string;
  layer: string | null;
  params: {
    [k: string]: string | number | boolean | null;
  };
  mends: FixMessage[];
}
/**
 * A session of one's own that begins where this one is.
 */
export interface Fork {
  type: "fork";
}
/**
 * Draws the weights of these layers again. `mark` names what they had, for `swap_weights`.
 */
export interface FreshWeights {
  type: "fresh_weights";
  layers: string[];
  mark: string;
}
export interface Hand {
  raised: boolean;
}
/**
 * The first message; the answer is a snapshot (spec, status, curves, points), then what is new.
 */
export interface Hello {
  type: "hello";
  token: string;
  probes: (
    | BoundaryProbe
    | HealthProbe
    | HistogramsProbe
    | MetricsProbe
    | NeuronProbe
    | NeuronsProbe
    | PointsProbe
    | PredictionsProbe
    | WeightsProbe
  )[];
  max_fps: number;
  name: string;
}
/**
 * Something that a link from elsewhere says, and how it was taken: `code` keys the catalogue.
 */
export interface ImportNote {
  code: string;
  params: {
    [k: string]: string | number | boolean | null;
  };
}
/**
 * Where one of that name is away: with `asks` it is refused, as it may be the same person; else numbered.
 */
export interface JoinClass {
  code: string;
  nickname: string;
  asks: boolean;
}
/**
 * `token` is the pupil's in this class; `made` is the session that is theirs.
 */
export interface Joined {
  classroom: string;
  pupil: string;
  nickname: string;
  token: string;
  made: SessionMade;
}
/**
 * `notes` tell what of a link from elsewhere could not be carried over.
 */
export interface SessionMade {
  id: string;
  revision: number;
  links: Links;
  spec: Spec;
  shapes: LayerShapeMessage[];
  notes: ImportNote[];
  cautions: CautionMessage[];
}
/**
 * Tokens of the session; `edit` is given to its maker only.
 */
export interface Links {
  view: string;
  edit: string | null;
}
/**
 * One layer, blocks written out, the output included: what it takes and gives for one sample.
 *
 * `skips` are the ids of the layers whose output joins its input. `pointer` leads to it in the
 * spec: the copies of a block's layer share one.
 */
export interface LayerShapeMessage {
  id: string;
  kind: string;
  pointer: string;
  inputs: number[];
  outputs: number[];
  parameters: number;
  activation: string;
  skips: string[];
}
/**
 * A new link. Its `token` is sent only here: the server keeps a digest.
 */
export interface LinkMade {
  link: LinkMessage;
  token: string;
}
/**
 * Times are seconds since 1970. `yours` is the link by which this list was asked for.
 */
export interface LinkMessage {
  id: string;
  right: "view" | "fork" | "edit";
  label: string;
  made: number;
  until: number | null;
  revoked: number | null;
  yours: boolean;
}
/**
 * Shows everybody here the past, while the present trains on.
 */
export interface Look {
  type: "look";
  branch: string;
  step: number;
}
/**
 * What somebody looks back at, told once it is there, with the spec of then; `StatusMessage` tells when it ends.
 */
export interface LookMessage {
  type: "look";
  branch: string;
  step: number;
  revision: number;
  spec: Spec;
  shapes: LayerShapeMessage[];
}
export interface LowerHand {
  type: "lower_hand";
  pupil: string;
}
/**
 * Whoever says it is called so from now on.
 */
export interface NameMessage {
  type: "name";
  name: string;
}
/**
 * `until` is its end, in seconds since 1970; null is for ever.
 */
export interface NewLink {
  right: "view" | "fork" | "edit";
  label: string;
  until: number | null;
}
/**
 * Something that would else happen silently: a sentence of the page's, and what it mentions.
 */
export interface Note {
  code: string;
  params: {
    [k: string]: string | number | boolean | null;
  };
}
/**
 * Shows the present again.
 */
export interface Now {
  type: "now";
}
/**
 * Open a class from a session that one may edit; `session` is forked for each pupil.
 */
export interface OpenClass {
  session: string;
}
/**
 * An upload as whoever gave it sees it; `bytes` are those on the server's disk, `made` in seconds since 1970.
 */
export interface OwnUpload {
  id: string;
  name: string;
  rows: number;
  bytes: number;
  made: number;
}
/**
 * A person's uploads, the newest first; 0 as `most` is no bound.
 */
export interface OwnUploads {
  uploads: OwnUpload[];
  bytes: number;
  most: number;
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
/**
 * `id` stays the same when somebody comes again with the same browser.
 */
export interface PersonMessage {
  id: string;
  name: string;
  rights: "view" | "fork" | "edit";
  you: boolean;
}
export interface Play {
  type: "play";
}
export interface Pong {
  type: "pong";
}
/**
 * Who looks at the session: `viewers` pages of these people.
 */
export interface PresenceMessage {
  type: "presence";
  viewers: number;
  people: PersonMessage[];
}
/**
 * Whether anybody may see a picture of the session and its name, as a link's preview shows.
 */
export interface Preview {
  on: boolean;
}
/**
 * To a pupil's page, on the stream of its session: first after the spec, then when it changes.
 */
export interface PupilMessage {
  type: "pupil";
  classroom: string;
  pupil: string;
  nickname: string;
  hand: boolean;
  eyes_here: boolean;
  hidden: ("data" | "network" | "training" | "inside" | "transport")[];
  locked: ("data" | "network" | "training" | "inside" | "transport")[];
  showing: Showing | null;
  challenge: Challenge | null;
  kept: SavedWork[];
  over: boolean;
  removed: boolean;
  given: number | null;
  seat: string;
  teaching: boolean;
}
/**
 * A screen that is called up: a session to look at, and the token that allows it.
 */
export interface Showing {
  whose: string;
  nickname: string;
  session: string;
  token: string;
}
/**
 * Work that was put aside when a set-up was pushed.
 */
export interface SavedWork {
  session: string;
  token: string;
  when: number;
}
/**
 * The teacher's set-up as it is now to all pupils (or to those named).
 *
 * `keep` puts what they had aside for them; else it is replaced.
 */
export interface Push {
  type: "push";
  keep: boolean;
  pupils: string[] | null;
}
/**
 * How a file was read. `given` names what was asked for; all else was guessed.
 *
 * A file whose columns have types, Parquet or NPZ, has no encoding, separator and the like.
 *
 * `others` are other values that are possible where the file leaves it open, by name, as they are
 * asked for. `empty` are the words, beside the empty cell, that were found and counted as empty.
 * `total`: rows that sum the others up were left out.
 */
export interface Reading {
  encoding:
    | (
        | "utf-8"
        | "utf-16-le"
        | "utf-16-be"
        | "cp949"
        | "shift_jis"
        | "euc_jp"
        | "gb18030"
        | "big5"
        | "windows-1251"
        | "windows-1252"
      )
    | null;
  separator: ("," | ";" | "\t" | "|" | " ") | null;
  decimal: ("." | ",") | null;
  header: boolean | null;
  skip: number | null;
  empty: string[];
  pictures: boolean;
  total: boolean;
  given: string[];
  others: {
    [k: string]: string[];
  };
  notes: Note[];
}
export interface RemovePupil {
  type: "remove_pupil";
  pupil: string;
}
export interface RenamePupil {
  type: "rename_pupil";
  pupil: string;
  nickname: string;
}
/**
 * Begin again at step 0, with the same weights, or with a new seed.
 */
export interface Reset {
  type: "reset";
  new_seed: boolean;
}
/**
 * A revision that a command made: where the run stands by it, and whether steps were left behind as a branch.
 */
export interface Revised {
  revision: number;
  spec: Spec;
  shapes: LayerShapeMessage[];
  cautions: CautionMessage[];
  step: number;
  kept: boolean;
}
export interface Revision {
  revision: number;
  spec: Spec;
  shapes: LayerShapeMessage[];
  cautions: CautionMessage[];
}
/**
 * What a page says that comes without a WebSocket, in order; its hello was to open the stream.
 */
export interface Said {
  messages: (NameMessage | WatchMessage | Ack | Ping)[];
}
/**
 * Back (or forward) to the nearest kept snapshot at or before `step`, paused.
 */
export interface Seek {
  type: "seek";
  step: number;
}
/**
 * One weight (`unit`, `input`) or, without `input`, one bias, set by hand.
 *
 * An input of a convolution counts through its kernel.
 */
export interface SetParameter {
  type: "set_parameter";
  layer: string;
  unit: number;
  input: number | null;
  value: number;
}
/**
 * Calls a screen up on every pupil's page: the teacher's, a pupil's by id, or none.
 */
export interface Show {
  type: "show";
  whose: string | null;
}
/**
 * The spec as it is now: first thing after hello, and after each edit.
 *
 * `author` is the name of who made it so, null where that is not known.
 */
export interface SpecMessage {
  type: "spec";
  revision: number;
  spec: Spec;
  shapes: LayerShapeMessage[];
  rights: "view" | "fork" | "edit";
  author: string | null;
  cautions: CautionMessage[];
}
/**
 * `snapshots` are the steps that seek can go to, ascending. `tier` names the code that trains.
 *
 * They are those of `branch`, which trains and has come to `last_step`, and of the branches that it
 * comes from. While `looking`, the pictures are of that place in the past.
 * A session that is queued has no trainer yet; `place` 1 is the next to get one.
 */
export interface StatusMessage {
  type: "status";
  state: "queued" | "loading" | "playing" | "paused" | "diverged" | "restarting" | "failed";
  step: number;
  epoch: number;
  steps_per_second: number;
  pace: number | null;
  device: string;
  tier: string;
  snapshots: number[];
  diverged: Divergence | null;
  place: number | null;
  branch: string;
  last_step: number;
  looking: Place | null;
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
 * Puts back what `fresh_weights` replaced, and done again takes that back.
 */
export interface SwapWeights {
  type: "swap_weights";
  mark: string;
}
/**
 * Go on in one's own seat from another device; `seat` is its code.
 */
export interface TakeSeat {
  code: string;
  seat: string;
}
/**
 * What an edit kept of what was learned, and what it began anew, counted in parameters.
 *
 * `data`: the samples of before, new ones of the same set, those of another set, or data whose
 * inputs or targets are something else. The last kept nothing: the run stands at step 0.
 */
export interface TransferReport {
  parameters_kept: number;
  parameters_new: number;
  parameters_dropped: number;
  layers_new: string[];
  layers_partly: string[];
  layers_removed: string[];
  optimizer: "kept" | "new" | "none";
  data: "kept" | "new" | "other_set" | "other_nature";
}
/**
 * The trainer has taken over the edit of this revision.
 */
export interface TransferReportMessage {
  type: "carried";
  revision: number;
  carried: TransferReport;
}
/**
 * Takes back the newest revision, or all `since` an older one: a slider's drag makes many.
 *
 * Spec, weights, optimizer and random state are those of just before. It makes a revision itself, and
 * undone brings back what it took.
 */
export interface Undo {
  type: "undo";
  revision: number;
  since: number | null;
}
/**
 * `preview` are the first rows as texts, a text a column in the order of the file.
 *
 * `reading` tells how the file was read; one that came before that was kept has none.
 */
export interface Uploaded {
  upload: Upload;
  preview: string[][];
  reading: Reading | null;
}
