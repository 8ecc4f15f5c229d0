"""Why a session does not do as asked. `code` keys the catalogues; the text is the English sentence."""

from __future__ import annotations

from playground.spec.base import Scalar
from playground.spec.project import Spec


class Refusal(Exception):
    def __init__(self, code: str, sentence: str, **params: Scalar) -> None:
        super().__init__(sentence)
        self.code, self.sentence, self.params = code, sentence, params


class Unknown(Refusal):
    """No such session."""

    def __init__(self) -> None:
        super().__init__(
            "no_such_session", "This session is over or never was: open the playground anew."
        )


class NoToken(Refusal):
    def __init__(self) -> None:
        super().__init__("no_token", "This needs the session's token: open its whole link.")


class Forbidden(Refusal):
    def __init__(self) -> None:
        super().__init__(
            "forbidden", "Your link does not allow this: fork the session to change your own copy."
        )


class Full(Refusal):
    def __init__(self, most: int) -> None:
        super().__init__(
            "server_full",
            f"All {most} places on this server are taken: try again in a few minutes.",
            most=most,
        )


class Conflict(Refusal):
    """The edit was made on a revision that is no longer the newest."""

    def __init__(self, revision: int, spec: Spec) -> None:
        super().__init__(
            "conflict", "Somebody else changed this first: look at the new set-up and try again."
        )
        self.revision, self.spec = revision, spec
