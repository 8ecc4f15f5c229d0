/** The server's HTTP calls. A refusal arrives as a `Refusal` that carries its problem document. */
import type { Operation } from "fast-json-patch";
import type { Wire } from "./generated";
import type { Command, DataSpec, Problem, SessionMade, Spec, TrainingSpec } from "./types";

export interface Current {
  readonly revision: number;
  readonly spec: Spec;
  readonly author: string;
}

export class Refusal extends Error {
  constructor(
    readonly problem: Problem,
    /** For an edit on an older revision: the revision and spec in force, and who is in its way. */
    readonly current: Current | null = null,
  ) {
    super(problem.detail);
  }
}

/** A token, and what it is for: a session, or a class. */
export interface Access {
  readonly id: string;
  readonly token: string;
}

export interface Preset {
  readonly name: string;
  readonly spec: Spec;
}

export interface DataPreview {
  readonly inputs: readonly (readonly number[])[];
  readonly labels: readonly number[];
  readonly train: number;
  readonly task: "binary" | "multiclass" | "regression";
  readonly classes: number;
  /** A few pictures, [height][width] each, where the samples are pictures: then no inputs. */
  readonly images?: readonly (readonly (readonly number[])[])[];
}

export interface SchedulePreview {
  readonly steps: readonly number[];
  readonly rates: readonly number[];
}

export async function call<Answer>(
  path: string,
  method: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(path, {
    method,
    headers: body === undefined ? headers : { "Content-Type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as Answer;
  throw await refusalOf(response);
}

export async function fetchFile(path: string, access: Access): Promise<Blob> {
  const response = await fetch(path, { headers: bearer(access) });
  if (!response.ok) throw await refusalOf(response);
  return response.blob();
}

/** Why the server did not do it. */
export async function refusalOf(response: Response): Promise<Refusal> {
  const problem = (await response.json().catch(() => null)) as (Problem & Partial<Current>) | null;
  if (problem === null || typeof problem.code !== "string") {
    return new Refusal({
      type: "about:blank",
      title: response.statusText,
      status: response.status,
      detail: response.statusText,
      code: "server_error",
      pointer: null,
      params: {},
      mends: [],
    });
  }
  const { revision, spec, author = "" } = problem;
  return new Refusal(
    problem,
    revision !== undefined && spec !== undefined ? { revision, spec, author } : null,
  );
}

export const bearer = ({ token }: Access) => ({ Authorization: `Bearer ${token}` });

export interface Creation {
  readonly spec?: Spec;
  readonly preset?: string;
  readonly link?: string;
  readonly lesson?: string;
  readonly language?: Wire["CreateSession"]["language"];
  readonly play?: boolean;
  readonly pace?: number | null;
}

/** With an id of its own, what is asked again is done once. */
export const asked = (request: string) => ({ "Idempotency-Key": request });

export const createSession = (creation: Creation, request: string) =>
  call<SessionMade>("/api/sessions", "POST", creation, asked(request));

/** `author` is the name of who edits, "" for none. */
export const patchSpec = (
  access: Access,
  {
    revision,
    patch,
    author,
    request,
  }: {
    readonly revision: number;
    readonly patch: readonly Operation[];
    readonly author: string;
    readonly request: string;
  },
) =>
  call<Wire["Revision"]>(
    `/api/sessions/${access.id}/spec`,
    "PATCH",
    { patch },
    {
      ...bearer(access),
      ...asked(request),
      "If-Match": String(revision),
      "Playground-Name": encodeURIComponent(author),
    },
  );

export const sendCommand = (access: Access, command: Command, request: string) =>
  call<unknown>(`/api/sessions/${access.id}/commands`, "POST", command, {
    ...bearer(access),
    ...asked(request),
  });

/** What makes a revision without a patch. */
export const revise = (access: Access, command: Command, request: string) =>
  call<Wire["Revised"]>(`/api/sessions/${access.id}/commands`, "POST", command, {
    ...bearer(access),
    ...asked(request),
  });

export const fetchPresets = () => call<Preset[]>("/api/presets", "GET");

export const previewSchedule = (training: TrainingSpec, steps: number) =>
  call<SchedulePreview>("/api/previews/schedule", "POST", { training, steps });

export const previewData = (data: DataSpec) =>
  call<DataPreview>("/api/previews/data", "POST", { data });
