"""Messages of the session's stream and bodies of its HTTP calls.

From the browser they are untrusted: pydantic reads them and refuses what it does not know.
To the browser, state travels as these text messages, in order and none lost; pictures travel
as frames (`wire.frame`), where the newest wins. TypeScript types are generated from here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, TypeAdapter

from playground.spec.base import Fix, Model, Scalar, SpecProblem
from playground.spec.edit import Operation
from playground.spec.probes import ProbeSpec
from playground.spec.project import Spec

SUBPROTOCOL = "playground.v1"
MAX_FPS = 60

MAX_LENGTH_OF_A_NAME = 40
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, ends of lines, what turns the direction of the text around it, and halves of
characters."""


def shown_name(text: str, pointer: str = "/name", most: int = MAX_LENGTH_OF_A_NAME) -> str:
    """A name that somebody gave, without spaces around it. Raises `SpecProblem` at the pointer."""
    if len(text) > most or _UNSEEN.search(text):
        raise SpecProblem(
            "unusable_name",
            f"A name has at most {most} characters, and none that cannot be seen.",
            pointer,
            {"most": most},
        )
    return text.strip()


PersonName = Annotated[str, AfterValidator(lambda text: shown_name(text))]
Probes = Annotated[tuple[ProbeSpec, ...], Field(max_length=12)]
StepNumber = Annotated[int, Field(ge=0, le=2**53)]

# --- browser → server, on the stream ---------------------------------------------------------


class Hello(Model):
    """The first message; the answer is a snapshot (spec, status, curves, points), then what is new."""

    type: Literal["hello"] = "hello"
    token: Annotated[str, Field(min_length=1, max_length=200)]
    probes: Probes = ()
    max_fps: Annotated[float, Field(ge=0, le=MAX_FPS)] = 30
    name: PersonName = ""


class NameMessage(Model):
    """Whoever says it is called so from now on."""

    type: Literal["name"] = "name"
    name: PersonName


class WatchMessage(Model):
    """What this viewer looks at from now on; `max_fps` 0 is a hidden page."""

    type: Literal["watch"] = "watch"
    probes: Probes
    max_fps: Annotated[float, Field(ge=0, le=MAX_FPS)] | None = None


class Ack(Model):
    """The page has taken the bundle with this number."""

    type: Literal["ack"] = "ack"
    frame: Annotated[int, Field(ge=0, le=2**53)]


class Ping(Model):
    type: Literal["ping"] = "ping"


ClientMessage = Annotated[
    Hello | NameMessage | WatchMessage | Ack | Ping, Field(discriminator="type")
]
client_message: TypeAdapter[ClientMessage] = TypeAdapter(ClientMessage)

# --- commands, by POST -----------------------------------------------------------------------


class Play(Model):
    type: Literal["play"] = "play"


class Pause(Model):
    type: Literal["pause"] = "pause"


class Step(Model):
    """That many mini-batches, or whole epochs, then pause."""

    type: Literal["step"] = "step"
    count: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    unit: Literal["step", "epoch"] = "step"


class Reset(Model):
    """Begin again at step 0, with the same weights, or with a new seed."""

    type: Literal["reset"] = "reset"
    new_seed: bool = False


class Seek(Model):
    """Back (or forward) to the nearest kept snapshot at or before `step`, paused."""

    type: Literal["seek"] = "seek"
    step: StepNumber


class Pace(Model):
    """At most so many steps a second; null is as fast as the device can."""

    type: Literal["pace"] = "pace"
    steps_per_second: Annotated[float, Field(gt=0, le=1_000_000)] | None = None


class SetParameter(Model):
    """One weight (`unit`, `input`) or, without `input`, one bias, set by hand.

    An input of a convolution counts through its kernel.
    """

    type: Literal["set_parameter"] = "set_parameter"
    layer: Annotated[str, Field(max_length=20)]
    unit: Annotated[int, Field(ge=0)]
    input: Annotated[int, Field(ge=0)] | None = None
    value: Annotated[float, Field(ge=-1000, le=1000)]


class Fork(Model):
    """A session of one's own that begins where this one is."""

    type: Literal["fork"] = "fork"


Command = Annotated[
    Play | Pause | Step | Reset | Seek | Pace | SetParameter | Fork, Field(discriminator="type")
]

# --- bodies of HTTP calls --------------------------------------------------------------------


class CreateSession(Model):
    """A session from a spec, a preset's name, a lesson or a set-up link, or none for the default.

    `lesson` is its id, or ID/SESSION for one that is not its first.
    """

    spec: dict[str, Any] | None = None
    preset: Annotated[str, Field(max_length=40)] | None = None
    lesson: Annotated[str, Field(max_length=80)] | None = None
    link: Annotated[str, Field(max_length=20_000)] | None = None
    play: bool = True
    pace: Annotated[float, Field(gt=0, le=1_000_000)] | None = None


class EditBody(Model):
    """A JSON Patch on the spec."""

    patch: list[Operation]


class Links(Model):
    """Tokens of the session; `edit` is given to its maker only."""

    view: str
    edit: str | None


class LayerShapeMessage(Model):
    """One layer, blocks written out, the output included: what it takes and gives for one sample.

    `skips` are the ids of the layers whose output joins its input. `pointer` leads to it in the
    spec: the copies of a block's layer share one.
    """

    id: str
    kind: str
    pointer: str
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    parameters: int
    activation: str
    skips: tuple[str, ...]

    @classmethod
    def all_of(cls, spec: Spec) -> tuple[Self, ...]:
        return tuple(
            cls(
                id=shape.id,
                kind=shape.kind,
                pointer=shape.pointer,
                inputs=shape.inputs,
                outputs=shape.outputs,
                parameters=shape.parameters,
                activation=shape.activation,
                skips=tuple(join.source for join in shape.joins),
            )
            for shape in spec.shapes
        )


class ImportNote(Model):
    """Something that a link from elsewhere says, and how it was taken: `code` keys the catalogue."""

    code: str
    params: dict[str, Scalar] = Field(default_factory=dict)


class SessionMade(Model):
    """`notes` tell what of a link from elsewhere could not be carried over."""

    id: str
    revision: int
    links: Links
    spec: Spec
    shapes: tuple[LayerShapeMessage, ...]
    notes: tuple[ImportNote, ...] = ()


class Revision(Model):
    revision: int
    spec: Spec
    shapes: tuple[LayerShapeMessage, ...]


class FixMessage(Model):
    """A way to fix a spec that was refused: operations to make after those of the edit.

    `code` keys the catalogue ("fix.CODE").
    """

    code: str
    patch: list[dict[str, Any]]
    params: dict[str, Scalar] = Field(default_factory=dict)


class Problem(Model):
    """RFC 9457. `code` and `params` key the catalogues; `detail` is the English sentence."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    pointer: str | None = None
    params: dict[str, Scalar] = Field(default_factory=dict)
    mends: tuple[FixMessage, ...] = ()

    @classmethod
    def of(
        cls,
        status: int,
        code: str,
        sentence: str,
        pointer: str | None = None,
        params: Mapping[str, Scalar] | None = None,
        mends: Iterable[Fix] = (),
    ) -> Self:
        """The document of a refusal, with what RFC 9457 derives from status and code."""
        return cls(
            type=f"/problems/{code}",
            title=HTTPStatus(status).phrase,
            status=status,
            detail=sentence,
            code=code,
            pointer=pointer,
            params=dict(params or {}),
            mends=tuple(
                FixMessage(code=fix.code, patch=list(fix.patch), params=dict(fix.params))
                for fix in mends
            ),
        )


class ConflictProblem(Problem):
    """Of an edit: what `author` ("" for nobody known) has changed since is in its way.

    `pointers` say where in `spec`, which is the newest, at `revision`.
    """

    revision: int
    spec: Spec
    author: str
    pointers: tuple[str, ...]


# --- server → browser, on the stream ---------------------------------------------------------

RunState = Literal["queued", "loading", "playing", "paused", "diverged", "restarting", "failed"]


class Divergence(Model):
    """The first step and layer whose loss or gradient was no finite number."""

    step: int
    layer: str | None


class Carried(Model):
    """What an edit kept of what was learned, and what it began anew, counted in parameters.

    `data`: the samples of before, new ones of the same set, those of another set, or data whose
    inputs or targets are something else. The last kept nothing: the run stands at step 0.
    """

    parameters_kept: int
    parameters_new: int
    parameters_dropped: int
    layers_new: tuple[str, ...]
    layers_partly: tuple[str, ...]
    layers_removed: tuple[str, ...]
    optimizer: Literal["kept", "new", "none"]
    data: Literal["kept", "new", "other_set", "other_nature"]


class SpecMessage(Model):
    """The spec as it is now: first thing after hello, and after each edit.

    `author` is the name of who made it so, null where that is not known.
    """

    type: Literal["spec"] = "spec"
    revision: int
    spec: Spec
    shapes: tuple[LayerShapeMessage, ...]
    rights: Literal["view", "fork", "edit"]
    author: str | None = None


class CarriedMessage(Model):
    """The trainer has taken over the edit of this revision."""

    type: Literal["carried"] = "carried"
    revision: int
    carried: Carried


class StatusMessage(Model):
    """`snapshots` are the steps that seek can go to, ascending. `tier` names the code that trains.

    A session that is queued has no trainer yet; `place` 1 is the next to get one.
    """

    type: Literal["status"] = "status"
    state: RunState
    step: int
    epoch: int
    steps_per_second: float
    pace: float | None
    device: str
    tier: str
    snapshots: tuple[int, ...] = ()
    diverged: Divergence | None = None
    place: int | None = None


class CurvesMessage(Model):
    """Points to append to the curves, after dropping those with a step above `keep_until`.

    Columns have one length: `step`, `epoch`, `data` (a number that is another for other samples),
    `train_loss`, `test_loss`, `learning_rate`, the score of the data's task (`train_accuracy` and
    `test_accuracy`, or `train_rmse` and `test_rmse`) and `gradient:ID` a layer. A column not named
    is null there.
    """

    type: Literal["curves"] = "curves"
    keep_until: int | None = None
    columns: dict[str, tuple[float | None, ...]]


class ErrorMessage(Model):
    """Something failed and the session goes on; the sentence tells the pupil what to do."""

    type: Literal["error"] = "error"
    problem: Problem


class PersonMessage(Model):
    """`id` stays the same when somebody comes again with the same browser."""

    id: str
    name: str
    rights: Literal["view", "fork", "edit"]
    you: bool


class PresenceMessage(Model):
    """Who looks at the session: `viewers` pages of these people."""

    type: Literal["presence"] = "presence"
    viewers: int
    people: tuple[PersonMessage, ...] = ()


class Pong(Model):
    type: Literal["pong"] = "pong"


ServerMessage = Annotated[
    SpecMessage
    | CarriedMessage
    | StatusMessage
    | CurvesMessage
    | ErrorMessage
    | PresenceMessage
    | Pong,
    Field(discriminator="type"),
]
server_message: TypeAdapter[ServerMessage] = TypeAdapter(ServerMessage)
