"""A pupil of a class: a name, a session of their own, and how far it is."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from playground.session.room import Watcher
from playground.session.session import Session
from playground.spec.probes.boundary import BoundaryProbe
from playground.store.rows import PupilRow
from playground.wire import frame
from playground.wire.classroom import PupilState

PICTURE = BoundaryProbe(resolution=40)
"""A tile of the teacher's grid."""

PARKED = "paused"


@dataclass(frozen=True, slots=True)
class Figures:
    """How far a session is, by the newest point of its curves. `score` is of the data's task."""

    state: str = PARKED
    step: int = 0
    test_loss: float | None = None
    score: float | None = None
    parameters: int = 0
    board: str = "test_accuracy"

    @classmethod
    def of(cls, session: Session) -> Figures:
        kind = "rmse" if session.spec.data.task == "regression" else "accuracy"
        columns = session.history.curves.columns
        loss, score = (columns.get(name) for name in ("test_loss", f"test_{kind}"))
        return cls(
            session.status.state,
            session.status.step,
            loss[-1] if loss else None,
            score[-1] if score else None,
            session.spec.parameters_in_use,
            f"test_{kind}",
        )


@dataclass(slots=True)
class SavedCopy:
    """A session that keeps what a pupil had; `token` is its lead's to know."""

    session: str
    when: float
    token: str = ""


@dataclass(eq=False)
class Pupil:
    """`digest` is of their token in the class. Times are seconds since 1970."""

    session: str
    nickname: str
    digest: bytes
    id: str = field(default_factory=lambda: secrets.token_hex(6))
    joined: float = field(default_factory=time.time)
    removed: float | None = None
    hand: float | None = None
    copies: list[SavedCopy] = field(default_factory=list)
    moves: int = 0
    """How often they have changed the device: part of what their seat's code is made from."""
    seat: str = ""
    """The code by which they may go on on another device."""
    link: str = ""
    """The link by which their device works in their session."""
    given: float | None = None
    """When the teacher last gave them a set-up."""
    figures: Figures = Figures()
    saved_figures: Figures = Figures()
    picture: bytes | None = None
    """The newest frame of their tile."""

    def __post_init__(self) -> None:
        self.watcher = Watcher(PICTURE, 0.0, self._seen)
        self.on_picture: Callable[[Pupil], None] = _nobody

    @property
    def key(self) -> str:
        return f"pupil:{self.id}"

    def look(self, session: Session | None) -> Figures:
        """Return how far the session is, or was when it was parked."""
        if session is not None:
            self.figures = Figures.of(session)
        elif self.figures.state in ("playing", "loading", "restarting"):
            self.figures = replace(self.figures, state=PARKED)
        return self.figures

    def tile(self, session: Session | None, *, online: bool) -> PupilState:
        figures = self.look(session)
        return PupilState.model_validate(
            {
                "id": self.id,
                "seat": self.seat,
                "nickname": self.nickname,
                "session": self.session,
                "online": online,
                "hand": self.hand,
                "state": figures.state,
                "step": figures.step,
                "test_loss": figures.test_loss,
                "score": figures.score,
                "board": figures.board,
                "parameters": figures.parameters,
                "diverged": figures.state == "diverged",
            }
        )

    def row(self, classroom: str) -> PupilRow:
        """Return the pupil as the store keeps them."""
        self.saved_figures = figures = self.figures
        state = {
            "digest": self.digest.hex(),
            "hand": self.hand,
            "given": self.given,
            "moves": self.moves,
            "link": self.link,
            "asides": [[copy.session, copy.when] for copy in self.copies],
            "figures": [
                figures.state,
                figures.step,
                figures.test_loss,
                figures.score,
                figures.parameters,
                figures.board,
            ],
        }
        return PupilRow(
            self.id, classroom, self.session, self.nickname, self.joined, self.removed, state
        )

    @classmethod
    def of(cls, row: PupilRow) -> Pupil:
        state: dict[str, Any] = row.state
        figures = Figures(*state["figures"])
        return cls(
            row.session,
            row.nickname,
            bytes.fromhex(state["digest"]),
            row.id,
            row.joined,
            row.removed,
            state["hand"],
            [SavedCopy(session, when) for session, when in state["asides"]],
            moves=state.get("moves", 0),
            link=state.get("link", ""),
            given=state.get("given"),
            figures=figures,
            saved_figures=figures,
        )

    def _seen(self, body: bytes) -> None:
        found = frame.decode(body)
        self.picture = frame.encode(frame.renamed(found, self.key))
        self.on_picture(self)


def _nobody(_: Pupil) -> None:
    pass
