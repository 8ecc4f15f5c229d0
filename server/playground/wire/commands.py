"""Commands: what users have a session do, and a teacher a class, and the right that each needs."""

from __future__ import annotations

import keyword
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Generic, Literal, TypeVar

from pydantic import Field

from playground.spec.base import Model
from playground.spec.layers.base import Index
from playground.spec.network import MAX_EXPANDED
from playground.wire.branches import BranchId
from playground.wire.classroom import MAX_PUPILS, WEIGHTS, Area, Areas, Budget, Id, Nickname
from playground.wire.rights import Right, Role

Mark = Annotated[str, Field(min_length=1, max_length=40)]
StepNumber = Annotated[int, Field(ge=0, le=2**53)]
RevisionNumber = Annotated[int, Field(ge=0, le=2**53)]

# --- of a session ----------------------------------------------------------------------------


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


class Undo(Model):
    """Takes back the newest revision, or all `since` an older one: a slider's drag makes many.

    Spec, weights, optimizer and random state are those of just before. It makes a revision itself, and
    undone brings back what it took.
    """

    type: Literal["undo"] = "undo"
    revision: RevisionNumber
    since: RevisionNumber | None = None


class Look(Model):
    """Shows everybody here the past, while the present trains on."""

    type: Literal["look"] = "look"
    branch: BranchId
    step: StepNumber


class Now(Model):
    """Shows the present again."""

    type: Literal["now"] = "now"


class Continue(Model):
    """Training goes on from this step of the past, as a new branch; the old one stays."""

    type: Literal["continue"] = "continue"
    branch: BranchId
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
    unit: Index
    input: Index | None = None
    value: Annotated[float, Field(ge=-1000, le=1000)]


class FreshWeights(Model):
    """Draws the weights of these layers again. `mark` names what they had, for `swap_weights`."""

    type: Literal["fresh_weights"] = "fresh_weights"
    layers: Annotated[
        tuple[Annotated[str, Field(max_length=20)], ...],
        Field(min_length=1, max_length=MAX_EXPANDED + 1),
    ]
    mark: Mark


class SwapWeights(Model):
    """Puts back what `fresh_weights` replaced, and done again takes that back."""

    type: Literal["swap_weights"] = "swap_weights"
    mark: Mark


class Fork(Model):
    """A session of one's own that begins where this one is."""

    type: Literal["fork"] = "fork"


# --- of a class, by its teacher ---------------------------------------------------------------


class EyesHere(Model):
    """Pauses every pupil and holds their controls, or gives them back."""

    type: Literal["eyes_here"] = "eyes_here"
    on: bool


class Push(Model):
    """The teacher's set-up as it is now to all pupils (or to those named).

    `keep` puts what they had aside for them; else it is replaced.
    """

    type: Literal["push"] = "push"
    keep: bool
    pupils: Annotated[tuple[Id, ...], Field(max_length=MAX_PUPILS)] | None = None


class Controls(Model):
    """What pupils' pages don't show, and what they show but may not change."""

    type: Literal["controls"] = "controls"
    hidden: Areas = ()
    locked: Areas = ()


class BeginChallenge(Model):
    """On the data of the teacher's session, which every pupil gets and none may change.

    `target` is the accuracy (or the error, for regression) on hidden test data that wins.
    """

    type: Literal["begin_challenge"] = "begin_challenge"
    budget: Budget = Budget()
    target: Annotated[float, Field(ge=0, le=1e6)] | None = None


class EndChallenge(Model):
    type: Literal["end_challenge"] = "end_challenge"


class Show(Model):
    """Calls a screen up on every pupil's page: the teacher's, a pupil's by id, or none."""

    type: Literal["show"] = "show"
    whose: Id | None
    """"teacher", a pupil's id, or null."""


class RenamePupil(Model):
    type: Literal["rename_pupil"] = "rename_pupil"
    pupil: Id
    nickname: Nickname


class RemovePupil(Model):
    type: Literal["remove_pupil"] = "remove_pupil"
    pupil: Id


class LowerHand(Model):
    type: Literal["lower_hand"] = "lower_hand"
    pupil: Id


class CloseDoor(Model):
    """Nobody more may join, or again."""

    type: Literal["close_door"] = "close_door"
    closed: bool


class EndClass(Model):
    type: Literal["end_class"] = "end_class"


# --- the tables ------------------------------------------------------------------------------


Needed = TypeVar("Needed", Right, Role)


@dataclass(frozen=True, slots=True)
class Command(Generic[Needed]):
    """A row: the message, and what it needs. It is carried out by the function of its name.

    `areas` are the parts of the page that it changes: a teacher who locks one of them locks it.
    """

    message: type[Model]
    needs: Needed
    areas: tuple[Area, ...] = ()
    sets_weights: bool = False
    makes_session: bool = False
    """TransferReport out by the registry of sessions."""
    gives_work: bool = False
    """Each pupil may get another session by it, which is bounded by the caller's address."""

    @property
    def name(self) -> str:
        """The name in its messages."""
        return str(self.message.model_fields["type"].default)

    @property
    def function(self) -> str:
        """The name of the function that carries it out: its own, but for a word of Python's."""
        return f"{self.name}_" if keyword.iskeyword(self.name) else self.name


SESSION_COMMANDS: tuple[Command[Right], ...] = (
    Command(Play, Right.EDIT, ("transport",)),
    Command(Pause, Right.EDIT, ("transport",)),
    Command(Step, Right.EDIT, ("transport",)),
    Command(Reset, Right.EDIT, ("transport",)),
    Command(Seek, Right.EDIT, ("transport",)),
    Command(Undo, Right.EDIT, ("transport",)),
    Command(Look, Right.EDIT, ("transport",)),
    Command(Now, Right.EDIT, ("transport",)),
    Command(Continue, Right.EDIT, ("transport",)),
    Command(Pace, Right.EDIT, ("transport",)),
    Command(SetParameter, Right.EDIT, WEIGHTS, sets_weights=True),
    Command(FreshWeights, Right.EDIT, WEIGHTS, sets_weights=True),
    Command(SwapWeights, Right.EDIT, WEIGHTS, sets_weights=True),
    Command(Fork, Right.VIEW, makes_session=True),
)

CLASS_COMMANDS: tuple[Command[Role], ...] = (
    Command(EyesHere, Role.TEACHER),
    Command(Push, Role.TEACHER, gives_work=True),
    Command(Controls, Role.TEACHER),
    Command(BeginChallenge, Role.TEACHER, gives_work=True),
    Command(EndChallenge, Role.TEACHER),
    Command(Show, Role.TEACHER),
    Command(RenamePupil, Role.TEACHER),
    Command(RemovePupil, Role.TEACHER),
    Command(LowerHand, Role.TEACHER),
    Command(CloseDoor, Role.TEACHER),
    Command(EndClass, Role.TEACHER),
)

SESSION_COMMAND_OF = {row.message: row for row in SESSION_COMMANDS}
CLASS_COMMAND_OF = {row.message: row for row in CLASS_COMMANDS}
"""The rows by their messages."""

if TYPE_CHECKING:
    SessionCommand = Model
    ClassCommand = Model
else:
    # The types that requests are read as follow from the tables.
    _session = reduce(or_, (row.message for row in SESSION_COMMANDS))
    _class = reduce(or_, (row.message for row in CLASS_COMMANDS))
    SessionCommand = Annotated[_session, Field(discriminator="type")]
    ClassCommand = Annotated[_class, Field(discriminator="type")]
