"""Why a session does not do as asked. `code` keys the catalogues; the text is the English sentence."""

from __future__ import annotations

from playground.spec.base import Scalar
from playground.spec.project import Spec


class Refusal(Exception):
    """`retry_after` is the seconds after which it may be tried again, where that is known."""

    retry_after: int | None = None

    def __init__(self, code: str, sentence: str, **params: Scalar) -> None:
        super().__init__(sentence)
        self.code, self.sentence, self.params = code, sentence, params


class Unknown(Refusal):
    """No such session."""

    def __init__(self) -> None:
        super().__init__(
            "no_such_session", "This session is over or never was: open the playground anew."
        )


class Parked(Refusal):
    """Who runs the server has taken its place in the trainer for others."""

    def __init__(self) -> None:
        super().__init__(
            "parked", "Who runs this server has parked this session: it waits for a place again."
        )


class NoToken(Refusal):
    def __init__(self) -> None:
        super().__init__("no_token", "This needs the session's token: open its whole link.")


class Revoked(Refusal):
    def __init__(self) -> None:
        super().__init__(
            "link_revoked", "This link was switched off: ask the person who gave it for a new one."
        )


class Ended(Refusal):
    def __init__(self) -> None:
        super().__init__(
            "link_ended",
            "The time of this link is over: ask the person who gave it for a new one.",
        )


class TooManyLinks(Refusal):
    def __init__(self, most: int) -> None:
        super().__init__(
            "too_many_links",
            f"A session has at most {most} links that work: switch one off first.",
            most=most,
        )


class LastEditLink(Refusal):
    """Nobody could change the session any more."""

    def __init__(self) -> None:
        super().__init__(
            "last_edit_link",
            "This is the last lasting link with which this session can be changed: make another"
            " one first.",
        )


class NoPicture(Refusal):
    """No such session, or its picture is not public: which of them is nobody's business."""

    def __init__(self) -> None:
        super().__init__("no_picture", "There is no picture at this address.")


class NoLink(Refusal):
    def __init__(self) -> None:
        super().__init__("no_such_link", "This link is gone already: look at the list again.")


class Unsaved(Refusal):
    """It is in force, but would not survive the server's end."""

    def __init__(self) -> None:
        super().__init__(
            "not_saved",
            "The server cannot save right now. Your work goes on, but keep this page open and"
            " try again in a minute.",
        )


class NoRun(Refusal):
    """There is no network in a trainer that weights could be put into."""

    def __init__(self) -> None:
        super().__init__(
            "no_run",
            "Nothing is being trained here just now: bring the weights once this network has its"
            " place, and can train.",
        )


class Forbidden(Refusal):
    def __init__(self) -> None:
        super().__init__(
            "forbidden", "Your link does not allow this: fork the session to change your own copy."
        )


class Full(Refusal):
    """Neither is there a place, nor one in the queue."""

    retry_after = 60

    def __init__(self, most: int) -> None:
        super().__init__(
            "server_full",
            f"All {most} places on this server are taken: try again in a few minutes.",
            most=most,
        )


class NoOperatorToken(Refusal):
    def __init__(self) -> None:
        super().__init__("no_operator_token", "This needs the operator's token.")


class AdmissionsPaused(Refusal):
    retry_after = 60

    def __init__(self) -> None:
        super().__init__(
            "admissions_paused",
            "This server takes in nothing new just now; what is there goes on. Try again later.",
        )


class TooFast(Refusal):
    def __init__(self, seconds: int) -> None:
        super().__init__(
            "too_fast", f"That was a lot in a short time: wait {seconds} s.", seconds=seconds
        )
        self.retry_after = seconds


class TooManyCodes(Refusal):
    """Somebody at this address tries out codes of classes."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            "too_many_codes",
            f"Too many wrong codes came from here: wait {seconds} s, and look at the board.",
            seconds=seconds,
        )
        self.retry_after = seconds


class TooManySessions(Refusal):
    """Of a person, all of them looked at."""

    retry_after = 30

    def __init__(self, most: int) -> None:
        super().__init__(
            "too_many_sessions",
            f"You have {most} sessions open, and more are not possible: close some of their pages.",
            most=most,
        )


class TooManyHere(Refusal):
    """Of all people at an address."""

    retry_after = 30

    def __init__(self, most: int) -> None:
        super().__init__(
            "too_many_here",
            f"{most} sessions are open from where you are, and more are not possible: try again"
            " later, or join a class.",
            most=most,
        )


class TooManyStreams(Refusal):
    retry_after = 30

    def __init__(self, most: int) -> None:
        super().__init__(
            "too_many_streams",
            f"{most} pages look on already, and more are not possible: close some.",
            most=most,
        )


class TooManyParameters(Refusal):
    """Of a person's sessions together."""

    retry_after = 60

    def __init__(self, most: int) -> None:
        super().__init__(
            "too_many_parameters_together",
            f"The networks that you have open would have more than {most} parameters together:"
            " close some, or make this one smaller.",
            most=most,
        )


class TooMuchMemory(Refusal):
    """Of a person's sessions together."""

    retry_after = 60

    def __init__(self, most: int) -> None:
        super().__init__(
            "too_much_memory_together",
            f"What you have open would take more than {most} MB together: close some, or make this"
            " one smaller.",
            most=most,
        )


class TooManyParametersHere(Refusal):
    """Of the sessions from one address together."""

    retry_after = 60

    def __init__(self, most: int) -> None:
        super().__init__(
            "too_many_parameters_here",
            f"The networks that are open at your school or network would have more than {most}"
            " parameters together: make this one smaller, or try again in a few minutes.",
            most=most,
        )


class TooMuchMemoryHere(Refusal):
    """Of the sessions from one address together."""

    retry_after = 60

    def __init__(self, most: int) -> None:
        super().__init__(
            "too_much_memory_here",
            f"What is open at your school or network would take more than {most} MB together: make"
            " this one smaller, or try again in a few minutes.",
            most=most,
        )


class Conflict(Refusal):
    """The edit was made on an older revision and does not go with what came since.

    `author` made the edit that is in its way ("" for nobody known), at these JSON pointers of the
    newest spec; there are none where the older revision is not known any more.
    """

    def __init__(
        self, revision: int, spec: Spec, author: str = "", pointers: tuple[str, ...] = ()
    ) -> None:
        who = author or "Somebody else"
        sentence = f"{who} changed this first: look at the new set-up and try again."
        if author:
            super().__init__("conflict_with", sentence, author=author)
        else:
            super().__init__("conflict", sentence)
        self.revision, self.spec = revision, spec
        self.author, self.pointers = author, pointers


class Held(Refusal):
    """The teacher has everybody's attention."""

    def __init__(self) -> None:
        super().__init__(
            "held",
            "Your teacher has paused everybody: look up, and go on when the controls come back.",
        )


class Locked(Refusal):
    def __init__(self, area: str) -> None:
        super().__init__(
            "locked", "Your teacher has locked this for now: everything else is yours.", area=area
        )


class NoClass(Refusal):
    def __init__(self) -> None:
        super().__init__(
            "no_such_class", "There is no class with this code: look at the board and type it anew."
        )


class NoClassToken(Refusal):
    def __init__(self) -> None:
        super().__init__("no_class_token", "This needs the class's token: open its whole link.")


class NotInClass(Refusal):
    """A token of the class that is for something else in it."""

    def __init__(self) -> None:
        super().__init__("class_forbidden", "In this class that is for somebody else to do.")


class ClassOver(Refusal):
    def __init__(self) -> None:
        super().__init__("class_over", "This class is over. What everybody made stays theirs.")


class DoorClosed(Refusal):
    def __init__(self) -> None:
        super().__init__("door_closed", "The door of this class is closed: ask your teacher.")


class ClassFull(Refusal):
    def __init__(self, most: int) -> None:
        super().__init__(
            "class_full", f"This class has {most} pupils already, and more do not fit.", most=most
        )


class NoPupil(Refusal):
    def __init__(self) -> None:
        super().__init__("no_such_pupil", "This pupil is not in the class any more.")


class ClassLink(Refusal):
    """A pupil would switch the teacher's link off."""

    def __init__(self) -> None:
        super().__init__("class_link", "This is your teacher's link: it ends with the class.")
