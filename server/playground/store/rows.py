"""The rows of the store, a class a table. Times are seconds since 1970; tokens are kept as SHA-256 only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session as it was last saved. `fence` is its newest run's generation.

    `playing` is endless, unless there is a step or an epoch (counted from 0) where it pauses.

    `owner` is the identity (not the token) of who made it, `parent` the session it was forked from,
    `preview` whether a picture of it is public. `networks` are digests, with spaces between, of what
    networks it counts for; those of before there were any have none. `branch` is the one that trains,
    the first where there is none, and `reach` the oldest revision that Undo can take back.
    """

    table: ClassVar[str] = "sessions"
    key: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    spec: Json
    revision: int
    fence: int
    playing: bool
    pace: float | None
    made: float
    seen: float
    owner: str | None = None
    parent: str | None = None
    classroom: str | None = None
    preview: bool = False
    until_step: int | None = None
    until_epoch: int | None = None
    networks: str | None = None
    branch: str | None = None
    reach: int | None = None

    @property
    def upload(self) -> str | None:
        """The id of the uploaded file in its spec, if it has one."""
        return upload_of(self.spec)


def upload_of(spec: Json) -> str | None:
    """Return the id of the uploaded file in a spec as it is kept, if it has one."""
    data = spec.get("data")
    upload = data.get("upload") if isinstance(data, dict) else None
    id = upload.get("id") if isinstance(upload, dict) else None
    return id if isinstance(id, str) else None


def keys_of(networks: str | None) -> tuple[str, ...]:
    """Return the digests of networks that a session is kept with."""
    return tuple((networks or "").split())


@dataclass(frozen=True, slots=True)
class EditRow:
    """An edit, by its revision, and who made it ("" for nobody).

    `spec` is {"back": …}, the way from its document to that of the edit before, or the whole document:
    so are the rows of the first release, and that of a checkpoint to whose spec no way leads any more.
    `request` is the fingerprint of what was asked, by which it is not done again; rows of before there
    was any, and what was asked without an id, have none.
    """

    table: ClassVar[str] = "edits"
    key: ClassVar[tuple[str, ...]] = ("session", "revision")

    session: str
    revision: int
    spec: Json
    author: str
    time: float
    request: str | None = None


@dataclass(frozen=True, slots=True)
class BranchRow:
    """A branch of a session's past: why and when it was made, and from which step of which other, if any."""

    table: ClassVar[str] = "branches"
    key: ClassVar[tuple[str, ...]] = ("session", "id")

    session: str
    id: str
    why: str
    made: float
    from_branch: str | None = None
    from_step: int | None = None
    from_revision: int | None = None


@dataclass(frozen=True, slots=True)
class CheckpointRow:
    """A kept state of a session's run, of the spec at `revision`: `state` numbers its bytes, which may be shared.

    `largest` is its largest weight, and `bytes` how long it is.
    """

    table: ClassVar[str] = "checkpoints"
    key: ClassVar[tuple[str, ...]] = ("session", "revision", "step")

    session: str
    revision: int
    step: int
    branch: str
    why: str
    state: int
    bytes: int
    largest: float = 0.0


@dataclass(frozen=True, slots=True)
class StateRow:
    """The bytes of a kept state, as safetensors."""

    table: ClassVar[str] = "states"
    key: ClassVar[tuple[str, ...]] = ("session", "number")

    session: str
    number: int
    data: bytes


@dataclass(frozen=True, slots=True)
class CurvesRow:
    """Points `number` · 256 and on of a branch's own curves: columns of one length, as MessagePack."""

    table: ClassVar[str] = "branch_curves"
    key: ClassVar[tuple[str, ...]] = ("session", "branch", "number")

    session: str
    number: int
    columns: bytes
    branch: str = "b1"


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A token of a session. `right` is view, fork or edit; `until` its end, None for never."""

    table: ClassVar[str] = "links"
    key: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    session: str
    digest: bytes
    right: str
    label: str
    made: float
    until: float | None = None
    revoked: float | None = None


@dataclass(frozen=True, slots=True)
class ClassroomRow:
    """A class: its short code, the teacher's session and token, and what holds in it (`state`)."""

    table: ClassVar[str] = "classrooms"
    key: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    code: str
    session: str
    digest: bytes
    made: float
    until: float
    state: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PupilRow:
    """A pupil of a class, with the session that is theirs; `state` has hand, results and the like."""

    table: ClassVar[str] = "pupils"
    key: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    classroom: str
    session: str
    nickname: str
    joined: float
    removed: float | None = None
    state: Json = field(default_factory=dict)


Row = (
    SessionRow
    | EditRow
    | BranchRow
    | CheckpointRow
    | StateRow
    | CurvesRow
    | LinkRow
    | ClassroomRow
    | PupilRow
)
ROWS: tuple[type[Row], ...] = (
    SessionRow,
    EditRow,
    BranchRow,
    CheckpointRow,
    StateRow,
    CurvesRow,
    LinkRow,
    ClassroomRow,
    PupilRow,
)

PARTS: dict[type[Row], tuple[tuple[type[Row], str], ...]] = {
    SessionRow: tuple(
        (part, "session")
        for part in (EditRow, BranchRow, CheckpointRow, StateRow, CurvesRow, LinkRow)
    ),
    ClassroomRow: ((PupilRow, "classroom"),),
}
"""Rows deleted along with a row: the parts' tables, and the column that names the owner."""
