/** Short names for the generated types of spec and messages. */
import type { Wire } from "./generated";

export type { DataSpec, DenseLayer, Problem, Spec, TrainingSpec } from "./generated";

export type DatasetName = Wire["DataSpec"]["dataset"];
export type FeatureName = Wire["DataSpec"]["features"][number];
export type ActivationName = Wire["DenseLayer"]["activation"];
export type LayerSpec = Wire["NetworkSpec"]["layers"][number];
export type LayerKind = LayerSpec["kind"];
export type OutputLayer = Wire["NetworkSpec"]["output"];
export type Skip = Wire["NetworkSpec"]["skips"][number];
export type InitSpec = Wire["DenseLayer"]["init"];
export type LayerShape = Wire["LayerShapeMessage"];
export type Fix = Wire["FixMessage"];
export type Finding = Wire["FindingMessage"];
export type Caution = Wire["CautionMessage"];
export type Upload = NonNullable<Wire["DataSpec"]["upload"]>;
export type PlaneSpec = NonNullable<Wire["BoundaryProbe"]["plane"]>;
export type OptimizerSpec = Wire["TrainingSpec"]["optimizer"];
export type ScheduleSpec = Wire["TrainingSpec"]["schedule"];
export type LossSpec = Wire["TrainingSpec"]["loss"];
export type TransferReport = Wire["TransferReport"];
export type Status = Wire["StatusMessage"];
export type RunState = Status["state"];
export type SessionMade = Wire["SessionMade"];

export type ProbeSpec = Wire["Hello"]["probes"][number];

export type Command = Wire["SessionCommand"];

/** What somebody looks back at, with the set-up of then. */
export type Looked = Wire["LookMessage"];

export type ClientMessage =
  | Wire["Hello"]
  | Wire["NameMessage"]
  | Wire["WatchMessage"]
  | Wire["Ack"]
  | Wire["Ping"];

export type ServerMessage =
  | Wire["SpecMessage"]
  | Wire["TransferReportMessage"]
  | Wire["StatusMessage"]
  | Wire["CurvesMessage"]
  | Wire["LookMessage"]
  | Wire["ErrorMessage"]
  | Wire["PresenceMessage"]
  | Wire["PupilMessage"]
  | Wire["Pong"];

/** A curve: null where a point has no value. */
export type Column = (number | null)[];
