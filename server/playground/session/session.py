"""A session: a spec being trained, in force at a revision, with its run in a trainer."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

from playground.engine import contract
from playground.session import measures
from playground.session.data_picture import DataPicture
from playground.session.desired_state import DesiredState
from playground.session.history import History
from playground.session.jump import Jump
from playground.session.links import Links
from playground.session.look import Look
from playground.session.membership import OUTSIDE, Membership
from playground.session.origin import NOWHERE, Origin
from playground.session.past import Past
from playground.session.persistence import SavedSession, edit_row, whole_row
from playground.session.rebase import rebase
from playground.session.refusals import Conflict, Refusal
from playground.session.room import NOBODY, Person, Room, Viewer, Watcher
from playground.session.run_proxy import Clock, RunProxy, Send
from playground.session.saved_past import branch_row
from playground.session.session_links import SessionLinks
from playground.spec import rates
from playground.spec.cautions import cautions, needs_targets
from playground.spec.edit import Patch
from playground.spec.probes import ProbeSpec
from playground.spec.project import Spec
from playground.store.contract import Store
from playground.store.rows import EditRow, SessionRow, keys_of
from playground.wire.problems import CautionMessage, Problem
from playground.wire.rights import Right
from playground.wire.sessions import LayerShapeMessage
from playground.wire.stream import (
    ErrorMessage,
    RunState,
    SpecMessage,
    StatusMessage,
    TransferReport,
    TransferReportMessage,
    WatchMessage,
)


class Session:
    """`send` hands requests to the engine; the events of its run come to `run.hear`."""

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
        self.origin = origin
        self.made = self.seen = time.time()
        self.preview = False
        self._send = send
        self.store, self.clock = store, clock
        self._hold(History(spec), store)
        self.links = SessionLinks(id, Links(), self.room, store)
        self.empty_since: float | None = clock()
        self.run = RunProxy(self, id, send, clock)
        self.membership: Membership = OUTSIDE
        self.data_picture = DataPicture(spec.data)
        self._closed = False
        self.status = StatusMessage(
            state="loading",
            step=0,
            epoch=0,
            steps_per_second=0,
            pace=None,
            device="",
            tier="",
        )

    @classmethod
    def waking(cls, saved: SavedSession, send: Send, store: Store, clock: Clock) -> Session:
        """Make a session as it was last saved; its run begins with `open`, asleep until somebody comes."""
        row = saved.row
        origin = Origin(row.owner, row.parent, row.classroom, keys_of(row.networks))
        session = cls(row.id, saved.spec, send, store, clock, origin)
        session.revision, session.made, session.seen = row.revision, row.made, row.seen
        session.preview = row.preview
        session._hold(
            History(saved.spec, saved.curves, saved.checkpoint, saved.edits, saved.tree), store
        )
        session.status = session.status.model_copy(update=session.history.place)
        session.links = SessionLinks(row.id, saved.links, session.room, store)
        session.run.generation = row.fence
        session.run.in_force = row.revision
        session.run.is_asleep = True
        if saved.points is not None:
            session.data_picture.hold(saved.spec.data, saved.points)
        return session

    @property
    def owner(self) -> str | None:
        return self.origin.owner

    @property
    def classroom(self) -> str | None:
        return self.origin.classroom

    @property
    def branch(self) -> str:
        return self.history.tree.present

    def begin(self) -> None:
        """Put the first revision in force."""
        self._remember("")
        first = self.history.tree.branches[self.branch]
        self.store.put(branch_row(self.id, first))

    def adopt(self, original: History) -> None:
        """Begin from another session's state, whose spec may be older than this one's, with its curves."""
        self.history.curves.append(original.curves.columns)
        if (checkpoint := original.checkpoint) is not None:
            same = checkpoint.spec == self.spec
            adopted = replace(checkpoint, revision=self.revision if same else self.revision - 1)
            if not same:
                self.store.put(whole_row(self.id, adopted, self.made))
            self.past.adopt(adopted)
        self.past.save_curves()

    # --- its run ------------------------------------------------------------------------------

    def open(self, desired: DesiredState) -> None:
        """Begin the run, from the newest checkpoint if there is one."""
        self.run.generation += 1
        self.run.desired = desired
        self.save()
        if self.status.state == "queued":
            self.tell_state("loading")
        checkpoint = self.history.checkpoint
        if checkpoint is not None and self.status.state == "loading":
            self.status = self.status.model_copy(update=self.history.place)
        spec, revision = (
            (checkpoint.spec, checkpoint.revision) if checkpoint else (self.spec, self.revision)
        )
        self.run.open(spec, revision, checkpoint.data if checkpoint else None)
        if revision != self.revision:
            self.run.change(self.spec, self.revision)
        self._watch()

    def reopen_failed(self, *, playing: bool = True) -> bool:
        """Open a run anew that could not go on, since the user has changed it or wills it."""
        if self.status.state != "failed":
            return False
        self.tell_state("loading")
        self.open(DesiredState(playing, self.run.desired.pace))
        return True

    def wait_for_place(self, place: int, desired: DesiredState) -> None:
        """Put off what `open` begins: `place` others, itself counted, come first."""
        self.run.desired = desired
        self.save()
        self.tell_status(self._status_in("queued").model_copy(update={"place": place}))

    def move_up(self, place: int) -> None:
        if self.status.place != place:
            self.tell_status(self.status.model_copy(update={"place": place}))

    def close(self) -> None:
        self.look.end()
        self._closed = True
        self.run.close()

    @property
    def parkable(self) -> bool:
        """Whether nothing of it happens any more that the store has not got."""
        return not self.run.playing and not self.room.viewers

    @property
    def runs(self) -> bool:
        """Whether there is a run in a trainer that can be asked for its state."""
        return self.status.state in ("playing", "paused", "diverged")

    def set_weights(self, values: bytes, revision: int) -> None:
        """Set all parameters and buffers of the spec at this revision, as `SetParameters` takes them."""
        self.run.send(contract.SetParameters(self.run.id, revision=revision, values=values))

    # --- the store ----------------------------------------------------------------------------

    def row(self) -> SessionRow:
        """Return the session as the store keeps it, but for its edits, links, and its run's states."""
        desired = self.run.desired
        return SessionRow(
            id=self.id,
            spec=self.spec.model_dump(mode="json"),
            revision=self.revision,
            fence=self.run.generation,
            playing=desired.playing,
            pace=desired.pace,
            made=self.made,
            seen=self.seen,
            owner=self.owner,
            parent=self.origin.parent,
            classroom=self.classroom,
            preview=self.preview,
            until_step=desired.until_step,
            until_epoch=desired.until_epoch,
            networks=" ".join(self.origin.networks) or None,
            branch=self.branch,
            reach=self.history.tree.reach,
        )

    def save(self) -> None:
        # What a page that leaves late changes is not put over what was done since.
        if not self._closed:
            self.store.put(self.row())

    def show_preview(self, on: bool) -> None:
        """Let anybody who has the session's address see a picture of it, or nobody."""
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
        """Tell a new viewer all there is, then what is new: a reconnecting page likewise."""
        viewer = self.room.enter(right, probes, max_fps, link, person)
        viewer.outbox.tell(self._spec_message(right))
        for message in self.membership.greeting(viewer):
            viewer.outbox.tell(message)
        viewer.outbox.tell(self.status)
        if (look := self.look.message) is not None:
            viewer.outbox.tell(look)
        viewer.outbox.curves_changed(None)
        self.data_picture.show(viewer, self.spec, self.revision)
        self.room.tell_presence()
        self.empty_since, self.seen = None, time.time()
        self.run.wake()
        self._watch()
        return viewer

    def leave(self, viewer: Viewer) -> None:
        self.room.viewers.discard(viewer)
        self.room.tell_presence()
        self._watch()
        if not self.room.viewers:
            self.look.end()
            self.empty_since, self.seen = self.clock(), time.time()
            self.save()

    def watch(self, viewer: Viewer, message: WatchMessage) -> None:
        viewer.watch(message.probes, message.max_fps)
        self._watch()

    def watch_from(self, watcher: Watcher, fps: float) -> None:
        """Let a watcher look at this rate from now on; 0 is not at all."""
        watcher.fps = fps
        (self.room.watchers.add if fps > 0 else self.room.watchers.discard)(watcher)
        self._watch()

    def rename(self, viewer: Viewer, name: str) -> None:
        """Tell everybody the name that somebody here takes."""
        if name != viewer.person.name:
            viewer.person = replace(viewer.person, name=name)
            self.room.tell_presence()

    async def glance(self, probe: ProbeSpec, within_s: float) -> bytes | None:
        """Return a probe's next frame, for nobody in the room; None when none came in time."""
        try:
            with self.room.glancing(probe) as frame:
                self._watch()
                async with asyncio.timeout(within_s):
                    return await frame
        except TimeoutError:
            return None
        finally:
            self._watch()

    # --- edits: merged, parsed, (bounded by the caller,) drawn, recorded, sent, told -----------

    def changed_by(self, patch: Patch, base: int) -> Spec:
        """Return what an edit made on revision `base` would make of the spec as it is now.

        Raises `Conflict` where it does not go with what came since, `SpecProblem` from the patch.
        """
        changed = rebase(self.history, patch, base)
        rates.check(changed, before=self.spec)
        return changed

    @property
    def cautions(self) -> tuple[CautionMessage, ...]:
        """What the set-up can never do, with ways out."""
        targets = None
        if needs_targets(self.spec):
            targets = self.data_picture.targets(self.spec, self.revision)
        return CautionMessage.all_of(cautions(self.spec, targets))

    def edit(self, patch: Patch, base: int, author: str = "") -> None:
        """Put an edit in force. Raises as `changed_by`, and `SpecProblem` when the data cannot be drawn."""
        self.take(self.changed_by(patch, base), self.revision, author=author)

    def take(
        self,
        changed: Spec,
        base: int,
        points: bytes | None = None,
        *,
        author: str = "",
        request: str = "",
    ) -> None:
        """Put in force what an edit of revision `base` made; `points` is its picture, if drawn.

        `request` is the fingerprint of what was asked, kept with the edit.

        Raises `Conflict` when there is a newer revision by now, and `SpecProblem` when the data
        cannot be drawn.
        """
        if base != self.revision:
            raise Conflict(self.revision, self.spec, self.history.edits[-1].author)
        if changed != self.spec:
            if points is not None and not self.data_picture.has(changed.data):
                self.data_picture.hold(changed.data, points)
            self.data_picture.draw(changed, base + 1)
            anew = "data" if _begins_anew(self.spec, changed) else None
            self._record(changed, author, request, anew=anew)
            self._send_and_tell()
            measures.EDITS.inc()

    def take_back(self, revision: int, in_force: int) -> None:
        """Put back in force what the trainer still trains, when it could not take over an edit."""
        trained = self.history.spec_at(in_force)
        branch = self.history.tree.branch_at(in_force)
        changed = trained != self.spec or branch != self.branch
        if revision == self.revision and trained is not None and changed:
            self.spec, self.revision = trained, self.revision + 1
            if branch != self.branch:
                self.past.come_back(branch, self.revision)
            self._remember("")
            self._send_and_tell()

    def begin_with(self, spec: Spec, author: str = "") -> None:
        """Begin at step 0 of this spec, whose data are drawn already; nothing is carried over."""
        anew = "data" if _begins_anew(self.spec, spec) else "reset"
        self._record(spec, author, anew=anew)
        self._send_and_tell(reset=True)

    def go_on_from(self, jump: Jump, author: str = "") -> None:
        """Put in force a state of the past, with its spec: training goes on from there."""
        changed = jump.spec.data
        if jump.points is not None and not self.data_picture.has(changed):
            self.data_picture.hold(changed, jump.points)
        self.data_picture.draw(jump.spec, self.revision + 1)
        self.spec, self.revision = jump.spec, self.revision + 1
        self.past.jump(jump, self.revision)
        self._remember(author)
        if jump.pauses:
            self.run.desired = replace(self.run.desired, playing=False)
            self.save()
        self._send_and_tell(jump=jump)

    def _record(
        self, spec: Spec, author: str = "", request: str = "", *, anew: str | None = None
    ) -> None:
        """Let a spec come into force, where it is one that begins `anew` on a branch of its own."""
        self.spec = spec
        self.revision += 1
        if anew is not None:
            self.past.begin(self.revision, anew)
        self._remember(author, request)

    def _remember(self, author: str, request: str = "") -> None:
        edit = self.history.record(self.revision, self.spec, time.time(), author, request)
        self.store.put(self.row(), edit_row(self.id, edit))
        oldest, checkpoint = self.history.forget_stale(), self.history.checkpoint
        if oldest is not None:
            self.past.forget_before(oldest)
            self.store.drop_below(EditRow, "revision", oldest, session=self.id)
            if checkpoint is not None and checkpoint.revision < oldest:
                self.store.put(whole_row(self.id, checkpoint, time.time()))

    def _send_and_tell(self, *, reset: bool = False, jump: Jump | None = None) -> None:
        """Have the run take over the spec, or begin again, or go on from a state; and tell the viewers."""
        self.run.forgive()
        if jump is not None:
            if not self.reopen_failed(playing=not jump.pauses):
                self.run.begin(jump, self.revision)
        elif not self.reopen_failed():
            (self.run.reset if reset else self.run.change)(self.spec, self.revision)
        stale = self.data_picture.renew(self.spec.data)
        self.room.tell_by_right(self._spec_message)
        if stale:
            for viewer in self.room.viewers:
                self.data_picture.show(viewer, self.spec, self.revision)

    # --- what its run has to say --------------------------------------------------------------

    def keep_checkpoint(self, event: contract.Checkpoint) -> None:
        self.past.keep(event, self.revision)

    def extend_curves(self, event: contract.Curves) -> None:
        self.past.extend(event.branch, event.keep_until, event.columns)

    def show(self, key: str, body: bytes) -> None:
        """Show a picture of the present: not to viewers who look at the past."""
        if self.look.place is None:
            self.room.show(key, body)
        else:
            self.room.show_others(key, body)

    def hear(self, event: contract.Event) -> None:
        """Take in what a run of this session says."""
        if event.run == self.run.id:
            self.run.hear(event)
        else:
            self.look.hear(event)

    def tell_score(self, event: contract.Scored) -> None:
        self.membership.scored(event)

    def tell_transfer(self, revision: int, carried: TransferReport) -> None:
        self.room.tell(TransferReportMessage(revision=revision, carried=carried))

    def tell_refusal(self, refusal: Refusal) -> None:
        self.tell_error(refusal.code, refusal.value.sentence)

    def tell_error(self, code: str, sentence: str) -> None:
        self.room.tell(ErrorMessage(problem=Problem.of(503, code, sentence)))

    def tell_status(self, status: StatusMessage) -> None:
        self.past.settle(self.run.in_force, self.revision)
        told = self.past.told_of(status) | {"looking": self.look.place}
        self.status = status.model_copy(update=told)
        self.room.tell(self.status)

    def tell_state(self, state: RunState) -> None:
        self.tell_status(self._status_in(state))

    # --- inside -------------------------------------------------------------------------------

    def _hold(self, history: History, store: Store) -> None:
        self.history = history
        self.room = Room(history.curves)
        self.past = Past(self.id, history, self.room, store)
        self.look = Look(
            self.id, history, self.past, self.room, self._send, self.clock, self._tell_look
        )

    def _tell_look(self) -> None:
        # Before the pictures of then, and after the word that it is over.
        if (message := self.look.message) is not None:
            self.room.tell(message)
        self.tell_status(self.status)
        self._watch()

    def _status_in(self, state: RunState) -> StatusMessage:
        changed = {"state": state, "steps_per_second": 0.0, "place": None}
        return self.status.model_copy(update=changed)

    def _spec_message(self, right: Right) -> SpecMessage:
        return SpecMessage.model_validate(
            {
                "revision": self.revision,
                "spec": self.spec,
                "shapes": LayerShapeMessage.all_of(self.spec),
                "rights": right.label,
                "author": self.history.edits[-1].author or None,
                "cautions": self.cautions,
            }
        )

    def _watch(self) -> None:
        room = self.room
        watched = room.watched if self.look.place is None else room.watched_by_others
        probes = [probe.model_dump(mode="json") for probe in watched.probes]
        self.run.send(
            contract.Watch(self.run.id, probes=probes, fps=watched.fps, slower=watched.slower)
        )
        self.look.watch(room.watched_by_viewers)


def _begins_anew(old: Spec, new: Spec) -> bool:
    """Whether nothing of what was learned goes on: a branch begins with the new spec."""
    return old.data.data_signature != new.data.data_signature
