"""A session: a spec being trained, in force at a revision, with its run in a trainer."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import replace
from functools import singledispatchmethod

from playground.engine import contract
from playground.session.capability import Right, Tokens
from playground.session.history import Edit, History, Snapshot
from playground.session.points import KEY as POINTS
from playground.session.points import points_frame
from playground.session.refusal import Conflict
from playground.session.room import Room, Viewer
from playground.spec import edit
from playground.spec.base import Model, SpecProblem
from playground.spec.data import DataSpec
from playground.spec.probe import ProbeSpec
from playground.spec.project import Spec
from playground.wire import messages

CRASHES_IN_A_ROW_S = 60.0

Send = Callable[[contract.AnyRequest], None]
Clock = Callable[[], float]


class Session:
    """`send` hands requests to the engine; events of this session's run come to `hear`."""

    def __init__(self, id: str, spec: Spec, send: Send, clock: Clock = time.monotonic) -> None:
        self.id, self.spec, self.revision = id, spec, 1
        self.tokens = Tokens()
        self.history = History()
        self.room = Room(self.history.curves)
        self.empty_since: float | None = clock()
        self._send, self._clock = send, clock
        self._fence = 0
        self._wants_to_play = False
        self._asleep = False
        self._pace: float | None = None
        self._crashed_at: float | None = None
        self._points: tuple[DataSpec, bytes] | None = None
        self._shown_data = spec.data
        self._in_force = self.revision
        self.status = messages.StatusMessage(
            state="loading",
            step=0,
            epoch=0,
            steps_per_second=0,
            pace=None,
            device="",
            tier="",
        )
        self._remember()

    @property
    def run(self) -> str:
        """The run's id carries the fencing number: what an older run says is not heard."""
        return f"{self.id}.{self._fence}"

    @property
    def playing(self) -> bool:
        return self._wants_to_play and not self._asleep

    def adopt(self, snapshot: Snapshot) -> None:
        """Begins from another session's snapshot, whose spec may be older than this one's."""
        same = snapshot.spec == self.spec
        revision = self.revision if same else self.revision - 1
        self.history.snapshot = replace(snapshot, revision=revision)

    # --- its run ------------------------------------------------------------------------------

    def open(self, *, play: bool, pace: float | None) -> None:
        """Begins the run, from the newest snapshot if there is one."""
        self._fence += 1
        self._wants_to_play, self._pace = play, pace
        snapshot = self.history.snapshot
        spec, revision = (
            (snapshot.spec, snapshot.revision) if snapshot else (self.spec, self.revision)
        )
        self._send(
            contract.Open(
                self.run,
                spec=spec.model_dump(mode="json"),
                revision=revision,
                snapshot=snapshot.data if snapshot else None,
                playing=self.playing,
                pace=pace,
            )
        )
        if revision != self.revision:
            self._send_spec(contract.Edit)
        self._watch()

    def close(self) -> None:
        self._send(contract.Close(self.run))

    def sleep(self) -> None:
        """Nobody looks: pause, and go on when somebody comes."""
        if self.playing:
            self._send(contract.Pause(self.run))
        self._asleep = True

    # --- viewers ------------------------------------------------------------------------------

    def enter(self, right: Right, probes: tuple[ProbeSpec, ...], max_fps: float) -> Viewer:
        """A new viewer is told all there is, then what is new: a reconnecting page likewise."""
        viewer = self.room.enter(right, probes, max_fps)
        viewer.outbox.tell(self._spec_message(right))
        viewer.outbox.tell(self.status)
        viewer.outbox.curves_changed(None)
        self._show_points(viewer)
        self._presence()
        self.empty_since = None
        if self._asleep:
            self._asleep = False
            if self._wants_to_play:
                self._send(contract.Play(self.run))
        self._watch()
        return viewer

    def leave(self, viewer: Viewer) -> None:
        self.room.viewers.discard(viewer)
        self._presence()
        self._watch()
        if not self.room.viewers:
            self.empty_since = self._clock()

    def watch(self, viewer: Viewer, wish: messages.WatchMessage) -> None:
        viewer.watch(wish.probes, wish.max_fps)
        self._watch()

    # --- edits and commands -------------------------------------------------------------------

    def changed_by(self, patch: edit.Patch, base: int) -> Spec:
        """What an edit would make of the spec.

        Raises `Conflict` when `base` is not the newest revision, `SpecProblem` from the patch.
        """
        if base != self.revision:
            raise Conflict(self.revision, self.spec)
        return edit.apply(self.spec, patch)

    def edit(self, patch: edit.Patch, base: int) -> None:
        """Raises as `changed_by`, and `SpecProblem` when the data cannot be drawn."""
        self.take(self.changed_by(patch, base), base)

    def take(self, changed: Spec, base: int, points: bytes | None = None) -> None:
        """What an edit of revision `base` made; `points` is its picture, if it is drawn already.

        Raises `Conflict` when there is a newer revision by now, and `SpecProblem` when the data
        cannot be drawn.
        """
        if base != self.revision:
            raise Conflict(self.revision, self.spec)
        if changed != self.spec:
            if not self.has_points(changed.data):
                self.hold_points(changed.data, points or points_frame(changed, base + 1))
            self._become(changed)
            self._after_edit(contract.Edit)

    def hold_points(self, data: DataSpec, frame: bytes) -> None:
        """The picture of these data, drawn beforehand: large sets take longer than an answer may."""
        self._points = data, frame

    def has_points(self, data: DataSpec) -> bool:
        return self._points is not None and self._points[0] == data

    def set_weights(self, values: bytes, revision: int) -> None:
        """All parameters and buffers, of the spec at this revision, as `SetParameters` takes them."""
        self._send(contract.SetParameters(self.run, revision=revision, values=values))

    @singledispatchmethod
    def command(self, wish: Model) -> None:
        raise NotImplementedError(type(wish).__name__)

    @command.register
    def _(self, wish: messages.Play) -> None:
        self._forgive()
        if self._open_again():
            return
        self._wants_to_play = True
        self._send(contract.Play(self.run))

    @command.register
    def _(self, wish: messages.Pause) -> None:
        self._wants_to_play = False
        self._send(contract.Pause(self.run))

    @command.register
    def _(self, wish: messages.Step) -> None:
        self._wants_to_play = False
        self._forgive()
        self._open_again(play=False)
        self._send(contract.Step(self.run, count=wish.count, epochs=wish.unit == "epoch"))

    @command.register
    def _(self, wish: messages.Reset) -> None:
        if wish.new_seed:
            self._become(self.spec.model_copy(update={"seed": secrets.randbelow(99_999) + 1}))
        # Not even a run that begins anew after a failure goes on from what was learned.
        self.history.snapshot = None
        self._after_edit(contract.Reset)

    @command.register
    def _(self, wish: messages.Seek) -> None:
        self._wants_to_play = False
        self._open_again(play=False)
        self._send(contract.Seek(self.run, step=wish.step))

    @command.register
    def _(self, wish: messages.Pace) -> None:
        self._pace = wish.steps_per_second
        self._send(contract.Pace(self.run, steps_per_second=wish.steps_per_second))

    @command.register
    def _(self, wish: messages.SetParameter) -> None:
        self._send(
            contract.SetParameter(
                self.run, layer=wish.layer, unit=wish.unit, input=wish.input, value=wish.value
            )
        )

    # --- events of the run --------------------------------------------------------------------

    @singledispatchmethod
    def hear(self, event: contract.Event) -> None:
        """What the run has to say."""

    @hear.register
    def _(self, event: contract.Status) -> None:
        if not self._asleep:
            # Not only what Play and Pause say: a status of before the command may come after it.
            self._wants_to_play = event.state == "playing"
        self._in_force = event.revision
        self._tell_status(
            messages.StatusMessage.model_validate(
                {
                    "state": event.state,
                    "step": event.step,
                    "epoch": event.epoch,
                    "steps_per_second": event.steps_per_second,
                    "pace": event.pace,
                    "device": event.device,
                    "tier": event.tier,
                    "snapshots": event.snapshots,
                    "diverged": None
                    if event.diverged_step is None
                    else {"step": event.diverged_step, "layer": event.diverged_layer},
                }
            )
        )

    @hear.register
    def _(self, event: contract.Carried) -> None:
        self.room.tell(
            messages.CarriedMessage(
                revision=event.revision, carried=messages.Carried.model_validate(event.report)
            )
        )

    @hear.register
    def _(self, event: contract.Curves) -> None:
        if event.keep_until is not None:
            self.history.curves.cut(event.keep_until)
            self.room.curves_changed(event.keep_until)
        self.history.curves.append(event.columns)
        self.room.curves_changed(None)

    @hear.register
    def _(self, event: contract.Frame) -> None:
        self.room.show(event.key, event.body)

    @hear.register
    def _(self, event: contract.Snapshot) -> None:
        spec = self.history.spec_at(event.revision)
        if spec is not None:
            self.history.snapshot = Snapshot(event.step, event.revision, spec, event.data)

    @hear.register
    def _(self, event: contract.Failed) -> None:
        self._tell_error(event.code, event.sentence)
        if event.fatal:
            self._tell_status(self._status_in("failed"))
        elif event.revision == self.revision:
            self._take_back()

    @hear.register
    def _(self, event: contract.TrainerLost) -> None:
        now, played = self._clock(), self._wants_to_play
        again = self._crashed_at is not None and now - self._crashed_at < CRASHES_IN_A_ROW_S
        self._crashed_at = now if played else self._crashed_at
        if played and again:
            self._tell_status(self._status_in("failed"))
            self._wants_to_play = False
            self._tell_error(
                "set_aside",
                "Training this network ended its trainer twice: it is set aside."
                " Make it smaller or change it, then press Play.",
            )
            return
        self._tell_status(self._status_in("restarting"))
        self._tell_error(
            "trainer_lost",
            "The trainer of this session ended unexpectedly. It is being started again"
            " and goes on from the last snapshot.",
        )
        self.open(play=played, pace=self._pace)

    # --- inside -------------------------------------------------------------------------------

    def _become(self, spec: Spec) -> None:
        self.spec = spec
        self.revision += 1
        self._remember()

    def _remember(self) -> None:
        self.history.edits.append(Edit(self.revision, self.spec, time.time()))

    def _after_edit(self, request: type[contract.Edit | contract.Reset]) -> None:
        self._forgive()
        if not self._open_again():
            self._send_spec(request)
        stale = self._shown_data != self.spec.data
        self._shown_data = self.spec.data
        for viewer in self.room.viewers:
            viewer.outbox.tell(self._spec_message(viewer.right))
            if stale:
                self._show_points(viewer)

    def _take_back(self) -> None:
        """The trainer could not take over an edit: the spec that it still trains is in force."""
        trained = self.history.spec_at(self._in_force)
        if trained is not None and trained != self.spec:
            self._become(trained)
            self._after_edit(contract.Edit)

    def _send_spec(self, request: type[contract.Edit | contract.Reset]) -> None:
        document = self.spec.model_dump(mode="json")
        self._send(request(self.run, spec=document, revision=self.revision))

    def _open_again(self, *, play: bool = True) -> bool:
        """A run that could not go on is opened anew, since the user has changed it or wills it."""
        if self.status.state != "failed":
            return False
        self._tell_status(self._status_in("loading"))
        self.open(play=play, pace=self._pace)
        return True

    def _forgive(self) -> None:
        """The user has acted: the next crash is a first one again."""
        self._crashed_at = None

    def _spec_message(self, right: Right) -> messages.SpecMessage:
        return messages.SpecMessage.model_validate(
            {
                "revision": self.revision,
                "spec": self.spec,
                "shapes": messages.LayerShapeMessage.all_of(self.spec),
                "rights": right.label,
            }
        )

    def _show_points(self, viewer: Viewer) -> None:
        """A file that was uploaded may be gone by now: then the viewer is told."""
        if not self.has_points(self.spec.data):
            try:
                self.hold_points(self.spec.data, points_frame(self.spec, self.revision))
            except SpecProblem as problem:
                document = messages.Problem.of(
                    410, problem.code, problem.sentence, problem.pointer, problem.params
                )
                viewer.outbox.tell(messages.ErrorMessage(problem=document))
                return
        if self._points is not None:
            viewer.outbox.show(POINTS, self._points[1])

    def _watch(self) -> None:
        probes, fps = self.room.watched
        dumped = [probe.model_dump(mode="json") for probe in probes]
        self._send(contract.Watch(self.run, probes=dumped, fps=fps))

    def _presence(self) -> None:
        self.room.tell(messages.PresenceMessage(viewers=len(self.room.viewers)))

    def _status_in(self, state: messages.RunState) -> messages.StatusMessage:
        return self.status.model_copy(update={"state": state, "steps_per_second": 0.0})

    def _tell_status(self, status: messages.StatusMessage) -> None:
        self.status = status
        self.room.tell(status)

    def _tell_error(self, code: str, sentence: str) -> None:
        self.room.tell(messages.ErrorMessage(problem=messages.Problem.of(503, code, sentence)))
