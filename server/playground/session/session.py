"""A session: a spec being trained, in force at a revision, with its run in a trainer."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import singledispatchmethod

from playground.engine import contract
from playground.session import measures
from playground.session.capability import Right
from playground.session.doors import Doors
from playground.session.hearing import Hearing
from playground.session.history import MAX_EDITS, Edit, History, Snapshot
from playground.session.links import Links
from playground.session.membership import OUTSIDE, Membership
from playground.session.merging import edited
from playground.session.points import KEY as POINTS
from playground.session.points import points_frame
from playground.session.refusal import Conflict
from playground.session.room import NOBODY, Person, Room, Viewer, Watcher
from playground.session.run_handle import RunHandle, Send, Wish
from playground.session.saved import Saved, edit_row, session_row
from playground.spec import edit
from playground.spec.base import Model, SpecProblem
from playground.spec.data import DataSpec
from playground.spec.probe import ProbeSpec
from playground.spec.project import Spec
from playground.store.contract import Store
from playground.store.rows import EditRow, SnapshotRow
from playground.wire import messages

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose a session is, what it was forked from, and the class that it belongs to."""

    owner: str | None = None
    parent: str | None = None
    classroom: str | None = None


NOWHERE = Origin()


class Session:
    """`send` hands requests to the engine; events of this session's run come to `hear`."""

    def __init__(
        self,
        id: str,
        spec: Spec,
        send: Send,
        store: Store,
        clock: Clock = time.monotonic,
        origin: Origin = NOWHERE,
    ) -> None:
        self.id, self.spec, self.revision = id, spec, 1
        self.owner, self.parent, self.classroom = origin.owner, origin.parent, origin.classroom
        self.made = self.seen = time.time()
        self.preview = False
        self.history = History()
        self.room = Room(self.history.curves)
        self.doors = Doors(id, Links(), self.room, store)
        self.empty_since: float | None = clock()
        self.handle = RunHandle(id, send)
        self.store, self.clock = store, clock
        self.membership: Membership = OUTSIDE
        self._closed = False
        self._points: tuple[DataSpec, bytes] | None = None
        self._shown_data = spec.data
        self.hearing = Hearing(self, in_force=self.revision)
        self.status = messages.StatusMessage(
            state="loading",
            step=0,
            epoch=0,
            steps_per_second=0,
            pace=None,
            device="",
            tier="",
        )

    @classmethod
    def waking(cls, saved: Saved, send: Send, store: Store, clock: Clock) -> Session:
        """As it was last saved. Its run begins with `open`, asleep until somebody comes."""
        row = saved.row
        session = cls(
            row.id, saved.spec, send, store, clock, Origin(row.owner, row.parent, row.classroom)
        )
        session.revision, session.handle.fence = row.revision, row.fence
        session.made, session.seen = row.made, row.seen
        session.preview = row.preview
        session.history = History(saved.curves, saved.snapshot, saved.edits)
        session.room = Room(saved.curves)
        session.doors = Doors(row.id, saved.links, session.room, store)
        session.hearing.in_force = row.revision
        session.handle.is_asleep = True
        if saved.points is not None:
            session.hold_points(saved.spec.data, saved.points)
        return session

    def begin(self) -> None:
        """The first revision comes into force."""
        self._remember("")

    @property
    def run(self) -> str:
        """Its id."""
        return self.handle.id

    @property
    def links(self) -> Links:
        return self.doors.links

    @property
    def playing(self) -> bool:
        return self.handle.playing

    @property
    def parkable(self) -> bool:
        """Nothing of it happens any more that the store has not got."""
        return not self.playing and not self.room.viewers

    def adopt(self, snapshot: Snapshot) -> None:
        """Begins from another session's snapshot, whose spec may be older than this one's."""
        same = snapshot.spec == self.spec
        revision = self.revision if same else self.revision - 1
        self.history.snapshot = replace(snapshot, revision=revision)

    # --- its run ------------------------------------------------------------------------------

    def open(self, wish: Wish) -> None:
        """Begins the run, from the newest snapshot if there is one."""
        self.handle.fence += 1
        self.handle.wish = wish
        self.save()
        if self.status.state == "queued":
            self.tell_status(self.status_in("loading"))
        snapshot = self.history.snapshot
        spec, revision = (
            (snapshot.spec, snapshot.revision) if snapshot else (self.spec, self.revision)
        )
        self.handle.open(spec, revision, snapshot.data if snapshot else None)
        if revision != self.revision:
            self._send_spec(contract.Edit)
        self._watch()

    def wait_for_place(self, place: int, wish: Wish) -> None:
        """What `open` begins has to wait: `place` others, itself counted, come first."""
        self.handle.wish = wish
        self.save()
        self.tell_status(self.status_in("queued").model_copy(update={"place": place}))

    def move_up(self, place: int) -> None:
        if self.status.place != place:
            self.tell_status(self.status.model_copy(update={"place": place}))

    def close(self) -> None:
        self._closed = True
        self.handle.close()

    # --- what is kept of it -------------------------------------------------------------------

    def save(self) -> None:
        """What it is and wants now, its edits and its run's states aside: those save themselves."""
        # What a page that leaves late changes is not put over what was done since.
        if not self._closed:
            self.store.put(session_row(self))

    @property
    def runs(self) -> bool:
        """Whether there is a run in a trainer that can be asked for its state."""
        return self.status.state in ("playing", "paused", "diverged")

    def show_preview(self, on: bool) -> None:
        """Whether anybody who has the session's address may see a picture of it."""
        self.preview = on
        self.save()

    # --- viewers ------------------------------------------------------------------------------

    def enter(
        self,
        right: Right,
        probes: tuple[ProbeSpec, ...],
        max_fps: float,
        link: str = "",
        person: Person = NOBODY,
    ) -> Viewer:
        """A new viewer is told all there is, then what is new: a reconnecting page likewise."""
        viewer = self.room.enter(right, probes, max_fps, link, person)
        viewer.outbox.tell(self._spec_message(right))
        for message in self.membership.greeting(viewer):
            viewer.outbox.tell(message)
        viewer.outbox.tell(self.status)
        viewer.outbox.curves_changed(None)
        self._show_points(viewer)
        self._presence()
        self.empty_since, self.seen = None, time.time()
        self.handle.wake()
        self._watch()
        return viewer

    def leave(self, viewer: Viewer) -> None:
        self.room.viewers.discard(viewer)
        self._presence()
        self._watch()
        if not self.room.viewers:
            self.empty_since, self.seen = self.clock(), time.time()
            self.save()

    def watch(self, viewer: Viewer, wish: messages.WatchMessage) -> None:
        viewer.watch(wish.probes, wish.max_fps)
        self._watch()

    def watch_from(self, watcher: Watcher, fps: float) -> None:
        """At this rate from now on; 0 is not at all."""
        watcher.fps = fps
        (self.room.watchers.add if fps > 0 else self.room.watchers.discard)(watcher)
        self._watch()

    def rename(self, viewer: Viewer, name: str) -> None:
        """Everybody is told the name that somebody here takes."""
        if name != viewer.person.name:
            viewer.person = replace(viewer.person, name=name)
            self._presence()

    async def glance(self, probe: ProbeSpec, within_s: float) -> bytes | None:
        """The next frame of a probe, for nobody who is in the room; None when none came in time."""
        try:
            with self.room.glancing(probe) as frame:
                self._watch()
                async with asyncio.timeout(within_s):
                    return await frame
        except TimeoutError:
            return None
        finally:
            self._watch()

    # --- edits and commands -------------------------------------------------------------------

    def changed_by(self, patch: edit.Patch, base: int) -> Spec:
        """What an edit made on revision `base` would make of the spec as it is now.

        Raises `Conflict` where it does not go with what came since, `SpecProblem` from the patch.
        """
        return edited(self.history, patch, base)

    def edit(self, patch: edit.Patch, base: int, author: str = "") -> None:
        """Raises as `changed_by`, and `SpecProblem` when the data cannot be drawn."""
        self.take(self.changed_by(patch, base), self.revision, author=author)

    def take(
        self, changed: Spec, base: int, points: bytes | None = None, *, author: str = ""
    ) -> None:
        """What an edit of revision `base` made; `points` is its picture, if it is drawn already.

        Raises `Conflict` when there is a newer revision by now, and `SpecProblem` when the data
        cannot be drawn.
        """
        if base != self.revision:
            raise Conflict(self.revision, self.spec, self.history.edits[-1].author)
        if changed != self.spec:
            if not self.has_points(changed.data):
                self.hold_points(changed.data, points or points_frame(changed, base + 1))
            self._become(changed, author)
            measures.EDITS.inc()
            self._after_edit(contract.Edit)

    def begin_with(self, spec: Spec, author: str = "") -> None:
        """Step 0 of this spec, whose data are drawn already; nothing of what was is carried over."""
        if spec != self.spec:
            self._become(spec, author)
        self._begin_anew()

    def hold_points(self, data: DataSpec, frame: bytes) -> None:
        """The picture of these data, drawn beforehand: large sets take longer than an answer may."""
        self._points = data, frame

    def has_points(self, data: DataSpec) -> bool:
        return self._points is not None and self._points[0] == data

    @property
    def points(self) -> bytes | None:
        """The picture of the data as they are now, if it is drawn already."""
        return self._points[1] if self._points and self.has_points(self.spec.data) else None

    def set_weights(self, values: bytes, revision: int) -> None:
        """All parameters and buffers, of the spec at this revision, as `SetParameters` takes them."""
        self.handle.send(contract.SetParameters(self.run, revision=revision, values=values))

    def score_on(self, data: DataSpec) -> None:
        """Asks how well the run does on these data: its membership hears the answer."""
        self.handle.send(contract.Score(self.run, data=data.model_dump(mode="json")))

    @singledispatchmethod
    def command(self, wish: Model) -> None:
        raise NotImplementedError(type(wish).__name__)

    @command.register
    def _(self, wish: messages.Play) -> None:
        self.hearing.forgive()
        # Whoever is not held may play while the others are.
        self.handle.is_held = False
        if self._open_again(playing=True):
            return
        self.wish(playing=True)
        self.handle.play()

    @command.register
    def _(self, wish: messages.Pause) -> None:
        self.wish(playing=False)
        self.handle.pause()

    @command.register
    def _(self, wish: messages.Step) -> None:
        self.handle.is_held = False
        self.wish(playing=False)
        self.hearing.forgive()
        self._open_again(playing=False)
        self.handle.send(contract.Step(self.run, count=wish.count, epochs=wish.unit == "epoch"))

    @command.register
    def _(self, wish: messages.Reset) -> None:
        if wish.new_seed:
            self._become(self.spec.model_copy(update={"seed": secrets.randbelow(99_999) + 1}))
        self._begin_anew()

    @command.register
    def _(self, wish: messages.Seek) -> None:
        self.wish(playing=False)
        self._open_again(playing=False)
        self.handle.send(contract.Seek(self.run, step=wish.step))

    @command.register
    def _(self, wish: messages.Pace) -> None:
        self.handle.set_pace(wish.steps_per_second)
        self.save()

    @command.register
    def _(self, wish: messages.SetParameter) -> None:
        self.handle.send(
            contract.SetParameter(
                self.run, layer=wish.layer, unit=wish.unit, input=wish.input, value=wish.value
            )
        )

    def hear(self, event: contract.AnyEvent) -> None:
        """What its run has to say."""
        self.hearing.hear(event)

    # --- inside -------------------------------------------------------------------------------

    def _become(self, spec: Spec, author: str = "") -> None:
        self.spec = spec
        self.revision += 1
        self._remember(author)

    def _remember(self, author: str) -> None:
        edit = Edit(self.revision, self.spec, time.time(), author)
        self.history.edits.append(edit)
        self.store.put(session_row(self), edit_row(self.id, edit))
        if self.revision > MAX_EDITS and self.revision % (MAX_EDITS // 10) == 0:
            least = self.revision - MAX_EDITS
            self.store.drop_below(EditRow, "revision", least, session=self.id)

    def _begin_anew(self) -> None:
        # Not even a run that begins anew after a failure goes on from what was learned.
        self.history.snapshot = None
        self.store.drop(SnapshotRow, session=self.id)
        self.hearing.resetting = self.revision
        self._after_edit(contract.Reset)

    def _after_edit(self, request: type[contract.Edit | contract.Reset]) -> None:
        self.hearing.forgive()
        if not self._open_again():
            self._send_spec(request)
        stale = self._shown_data != self.spec.data
        self._shown_data = self.spec.data
        for viewer in self.room.viewers:
            viewer.outbox.tell(self._spec_message(viewer.right))
            if stale:
                self._show_points(viewer)

    def take_back(self, in_force: int) -> None:
        """The trainer could not take over an edit: the spec that it still trains is in force."""
        trained = self.history.spec_at(in_force)
        if trained is not None and trained != self.spec:
            self._become(trained)
            self._after_edit(contract.Edit)

    def _send_spec(self, request: type[contract.Edit | contract.Reset]) -> None:
        document = self.spec.model_dump(mode="json")
        self.handle.send(request(self.run, spec=document, revision=self.revision))

    def wish(self, *, playing: bool) -> None:
        """Endlessly, or not at all."""
        self.handle.wish = Wish(playing, self.handle.wish.pace)
        self.save()

    def _open_again(self, *, playing: bool = True) -> bool:
        """A run that could not go on is opened anew, since the user has changed it or wills it."""
        if self.status.state != "failed":
            return False
        self.tell_status(self.status_in("loading"))
        self.open(Wish(playing, self.handle.wish.pace))
        return True

    def _spec_message(self, right: Right) -> messages.SpecMessage:
        return messages.SpecMessage.model_validate(
            {
                "revision": self.revision,
                "spec": self.spec,
                "shapes": messages.LayerShapeMessage.all_of(self.spec),
                "rights": right.label,
                "author": self.history.edits[-1].author or None,
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
        watched = self.room.watched
        probes = [probe.model_dump(mode="json") for probe in watched.probes]
        self.handle.send(
            contract.Watch(self.run, probes=probes, fps=watched.fps, slower=watched.slower)
        )

    def _presence(self) -> None:
        for viewer in self.room.viewers:
            viewer.outbox.tell(self.room.presence_for(viewer))

    def status_in(self, state: messages.RunState) -> messages.StatusMessage:
        changed = {"state": state, "steps_per_second": 0.0, "place": None}
        return self.status.model_copy(update=changed)

    def tell_status(self, status: messages.StatusMessage) -> None:
        self.status = status
        self.room.tell(status)
