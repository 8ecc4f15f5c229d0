"""The table of refusals: a row for each reason why something is not done as asked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from playground.spec.base import Scalar
from playground.spec.project import Spec
from playground.wire.close_codes import CloseCode


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """The HTTP status and the WebSocket's close code of a refusal, and its English sentence.

    `{name}` in the sentence is a parameter. `retry_after` is the seconds after which it may be
    tried again, where that is known beforehand.
    """

    status: int
    sentence: str
    close: CloseCode = CloseCode.NO_TOKEN
    retry_after: int | None = None


class Refusal(Enum):
    """All refusals. A member's name in lower case is the code that keys the catalogues."""

    # --- sessions ---

    NO_SUCH_SESSION = Row(
        404,
        "This session has ended or never existed. Open the playground again.",
        CloseCode.UNKNOWN,
    )
    # It is in force, but would not survive the server's end.
    NOT_SAVED = Row(
        503,
        "The server can’t save right now. You can keep working, but leave this page"
        " open and try again in a minute.",
        CloseCode.TRY_LATER,
    )
    # There is no network in a trainer that weights could be put into.
    NO_RUN = Row(
        409,
        "Nothing is training here right now. Import the weights once this network has a"
        " place and can train.",
    )
    NOTHING_TO_TAKE = Row(
        409,
        "This network has no weights yet. Download it once it has its place and can train.",
    )
    # Only what came last can be taken back.
    NOT_NEWEST = Row(
        409,
        "Something else has changed since. Undo that first, or change it back by hand.",
    )
    # Undo has the set-up of before, and no longer what was learned with it.
    STATE_NOT_KEPT = Row(
        409,
        "What the network had learned before this change is not kept anymore. The set-up can"
        " still be changed back.",
    )
    NO_SUCH_BRANCH = Row(
        404,
        "This part of the history is no longer there. Open the history again and choose another.",
    )
    NO_SUCH_STEP = Row(
        404,
        "The training has no step {step} to show there. Choose one from {first} to {last}.",
    )
    # The edit was made on an older revision and does not go with what came since.
    CONFLICT = Row(409, "Someone else changed this first. Check the new set-up, then try again.")
    CONFLICT_WITH = Row(409, "{author} changed this first. Check the new set-up, then try again.")
    # No such session, or its picture is not public: which of them is nobody's business.
    NO_PICTURE = Row(404, "There is no picture at this address.")
    TRAINER_LOST = Row(
        503,
        "The training process stopped. Another one continues from the last saved step.",
    )
    SET_ASIDE = Row(
        503,
        "Training this network crashed the trainer twice. Make it smaller or change it,"
        " then press Play.",
    )

    # --- uploads ---

    TOO_MANY_UPLOADS = Row(
        429,
        "You are already uploading {most} files, which is the limit. Wait until one of"
        " them has arrived.",
        retry_after=10,
    )
    UPLOADS_BUSY = Row(
        503, "Many files are being read right now. Try again in a minute.", retry_after=60
    )
    NO_SUCH_UPLOAD = Row(404, "This file is already gone. Check the list again.")
    NOT_YOUR_UPLOAD = Row(403, "Only the browser that uploaded this file can delete it.")
    UPLOAD_IN_USE = Row(
        409,
        "Sessions that use this file: {count} ({sessions}). Choose other data there"
        " first, or delete them.",
    )

    # --- links ---

    NO_TOKEN = Row(401, "The session’s key is missing. Open its complete link.")
    FORBIDDEN = Row(403, "Your link doesn’t allow this. Make your own copy and change that.")
    LINK_REVOKED = Row(
        403,
        "This link has been turned off. Ask the person who gave it to you for a new one.",
        CloseCode.SENT_AWAY,
    )
    LINK_ENDED = Row(
        403,
        "This link has expired. Ask the person who gave it to you for a new one.",
        CloseCode.SENT_AWAY,
    )
    NO_SUCH_LINK = Row(404, "This link no longer exists. Check the list again.")
    TOO_MANY_LINKS = Row(409, "A session can have at most {most} active links. Turn one off first.")
    # Nobody could change the session any more.
    LAST_EDIT_LINK = Row(
        409,
        "This is the last permanent link that can edit this session. Make another one first.",
    )

    # --- the server's places ---

    # Neither is there a place, nor one in the queue.
    SERVER_FULL = Row(
        503,
        "All {most} places on this server are taken. Try again in a few minutes.",
        CloseCode.TRY_LATER,
        retry_after=60,
    )
    ADMISSIONS_PAUSED = Row(
        503,
        "The server isn’t taking new sessions right now; open ones continue. Try again later.",
        CloseCode.TRY_LATER,
        retry_after=60,
    )
    # Who runs the server has taken its place in the trainer for others.
    PARKED = Row(
        503,
        "The server’s operator has parked this session. It is waiting for a place again.",
        CloseCode.TRY_LATER,
    )
    NO_OPERATOR_TOKEN = Row(401, "This needs the operator’s token.")

    # --- limits: those with {seconds} may be tried again after these ---

    TOO_FAST = Row(429, "Too many requests in a short time. Wait {seconds} s.", CloseCode.TOO_MANY)
    # Somebody tries out codes of seats in this class.
    TOO_MANY_SEAT_CODES = Row(
        429,
        "Too many wrong seat codes were entered in this class. Wait {seconds} s, or ask your"
        " teacher to let you in with a new nickname.",
    )
    # Somebody at this address tries out codes of classes.
    TOO_MANY_CODES = Row(
        429,
        "Too many wrong codes were entered from here. Wait {seconds} s, then check the"
        " code on the board.",
    )
    # Of a person, all of them looked at.
    TOO_MANY_SESSIONS = Row(
        429,
        "You have {most} sessions open, which is the limit. Close some of their pages.",
        retry_after=30,
    )
    # Of all people at an address.
    TOO_MANY_HERE = Row(
        429,
        "{most} sessions are open from your network, which is the limit. Try again later.",
        CloseCode.TOO_MANY,
        retry_after=30,
    )
    # Of a page that comes without a WebSocket: it opens another stream.
    NO_SUCH_STREAM = Row(
        404, "This page is no longer connected. It reconnects by itself; wait a moment."
    )
    # More waits for a page than it may leave unread.
    TOO_SLOW = Row(
        429, "This page receives updates too slowly, so it starts over.", CloseCode.TOO_SLOW
    )
    TOO_MANY_STREAMS = Row(
        429,
        "{most} pages are already watching, which is the limit. Close some of them.",
        CloseCode.TOO_MANY,
        retry_after=30,
    )
    # The next two are of a person's sessions together, those after them of an address's.
    TOO_MANY_PARAMETERS_TOGETHER = Row(
        429,
        "Your open networks would have more than {most} parameters in total. Close"
        " some, or make this one smaller.",
        retry_after=60,
    )
    TOO_MUCH_MEMORY_TOGETHER = Row(
        429,
        "Your open networks would need more than {most} MB in total. Close some, or"
        " make this one smaller.",
        retry_after=60,
    )
    TOO_MANY_PARAMETERS_HERE = Row(
        429,
        "The networks open at your school or on your network would have more than"
        " {most} parameters in total. Make this one smaller, or try again in a few"
        " minutes.",
        retry_after=60,
    )
    TOO_MUCH_MEMORY_HERE = Row(
        429,
        "The networks open at your school or on your network would need more than"
        " {most} MB in total. Make this one smaller, or try again in a few minutes.",
        retry_after=60,
    )

    # What a person keeps, an address, and all; pages of a session may be told of it beforehand.
    TOO_MUCH_KEPT = Row(
        429,
        "Your sessions on this server take more than {most} MB, which is the limit."
        " Delete a session you no longer need (under Share), then try again.",
        retry_after=60,
    )
    TOO_MUCH_KEPT_HERE = Row(
        429,
        "Sessions made at your school or network take more than {most} MB on this"
        " server, which is the limit. Delete sessions you no longer need (under Share),"
        " then try again.",
        retry_after=60,
    )
    STORE_FULL = Row(
        503,
        "This server has no room for another session. Delete one you no longer need"
        " (under Share), or try again later.",
        retry_after=600,
    )
    SPACE_LOW = Row(
        503,
        "The space for sessions is nearly used up. Sessions that nobody has opened for"
        " longest will be deleted, unless a link to them was made. Download what you"
        " want to keep (under Export), and delete what you no longer need (under Share).",
    )

    # --- classes ---

    # The teacher has everybody's attention.
    HELD = Row(
        423, "Your teacher has paused everyone. Look up; you can go on when the controls come back."
    )
    LOCKED = Row(423, "Your teacher has locked this for now. You can still change everything else.")
    # A pupil's seat, or what a class was opened from.
    IN_CLASS = Row(
        409,
        "A running class needs this session. You can delete it once the class is over,"
        " or once its student has been removed.",
    )
    NO_SUCH_CLASS = Row(
        404,
        "There is no class with this code. Check the code on the board and enter it again.",
        CloseCode.UNKNOWN,
    )
    NO_CLASS_TOKEN = Row(401, "The class’s key is missing. Open its complete link.")
    # A token of the class that is for something else in it.
    NO_SUCH_SEAT = Row(
        404,
        "No seat in this class has this code. Each code works once: look up the new one on your"
        " other device, or ask your teacher for it.",
    )
    # Of somebody who is away: it may be the same person on another device.
    NAME_HERE = Row(
        409,
        "{nickname} is in this class already. If that’s you, enter your seat code, which your"
        " other device and your teacher can show you. If not, choose another nickname.",
    )
    CLASS_FORBIDDEN = Row(403, "You can’t do that in this class.", CloseCode.SENT_AWAY)
    CLASS_OVER = Row(410, "This class is over. Everyone keeps what they made.", CloseCode.OVER)
    DOOR_CLOSED = Row(403, "Entry to this class is closed. Ask your teacher to open it.")
    CLASS_FULL = Row(403, "This class already has {most} students, which is the limit.")
    # Of the sessions of all classes that one person, or people at one address, have opened.
    CLASS_PLACES = Row(
        429,
        "{most} pages of this class are already open, which is the limit. Tell your"
        " teacher, and try again when someone has closed theirs.",
        CloseCode.TOO_MANY,
        retry_after=30,
    )
    TOO_MANY_PARAMETERS_IN_CLASS = Row(
        429,
        "The networks of this class would have more than {most} parameters together,"
        " which is the limit. Use a smaller network, or tell your teacher.",
        CloseCode.TOO_MANY,
        retry_after=60,
    )
    TOO_MUCH_MEMORY_IN_CLASS = Row(
        429,
        "This class would take more than {most} MB together, which is the limit. Use a"
        " smaller network or fewer points, or tell your teacher.",
        CloseCode.TOO_MANY,
        retry_after=60,
    )
    # Of all classes of the server; places are left for who is in none.
    CLASSES_FULL = Row(
        503,
        "The classes on this server have taken all of their {most} places. Tell your"
        " teacher, and try again in a few minutes.",
        CloseCode.TRY_LATER,
        retry_after=60,
    )
    # Of one person, or of people at one address.
    TOO_MANY_CLASSES_OPEN = Row(
        429,
        "{most} classes started from here are running, which is the limit. End one first.",
        retry_after=60,
    )
    NO_SUCH_PUPIL = Row(404, "This student is no longer in the class.")
    # A pupil would switch the teacher's link off.
    CLASS_LINK = Row(403, "This is your teacher’s link. It ends with the class.")

    @property
    def code(self) -> str:
        return self.name.lower()


class Refused(Exception):
    """Something is not done as asked, for the reason of one row."""

    def __init__(self, reason: Refusal, **params: Scalar) -> None:
        row = reason.value
        self.reason, self.params = reason, params
        self.sentence = row.sentence.format(**params)
        self.status, self.close = row.status, row.close
        super().__init__(self.sentence)

    @property
    def code(self) -> str:
        return self.reason.code

    @property
    def retry_after(self) -> int | None:
        """Seconds after which it may be tried again, where that is known."""
        seconds = self.params.get("seconds")
        return int(seconds) if seconds is not None else self.reason.value.retry_after

    @property
    def details(self) -> dict[str, Any]:
        """Members of its problem document beyond those that every one has."""
        return {}


class Conflict(Refused):
    """An edit that is in the way of another.

    `author` made the edit that is in its way ("" for nobody known), at these JSON pointers of the
    newest spec; there are none where the older revision is not known any more.
    """

    def __init__(
        self, revision: int, spec: Spec, author: str = "", pointers: tuple[str, ...] = ()
    ) -> None:
        if author:
            super().__init__(Refusal.CONFLICT_WITH, author=author)
        else:
            super().__init__(Refusal.CONFLICT)
        self.revision, self.spec = revision, spec
        self.author, self.pointers = author, pointers

    @property
    def details(self) -> dict[str, Any]:
        return {
            "revision": self.revision,
            "spec": self.spec.model_dump(mode="json"),
            "author": self.author,
            "pointers": self.pointers,
        }
