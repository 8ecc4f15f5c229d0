"""Messages of sharing: links to a session, and what was done to it by whom."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from playground.spec.base import Model
from playground.wire.names import shown_name

LinkRight = Literal["view", "fork", "edit"]

MAX_LENGTH_OF_A_LABEL = 60

Label = Annotated[
    str,
    AfterValidator(lambda text: shown_name(text, "/label", MAX_LENGTH_OF_A_LABEL)),
    Field(max_length=MAX_LENGTH_OF_A_LABEL),
]


class NewLink(Model):
    """`until` is its end, in seconds since 1970; null is for ever."""

    right: LinkRight
    label: Label = ""
    until: Annotated[float, Field(ge=0, le=1e11)] | None = None


class LinkMessage(Model):
    """Times are seconds since 1970. `yours` is the link by which this list was asked for."""

    id: str
    right: LinkRight
    label: str
    made: float
    until: float | None
    revoked: float | None
    yours: bool = False


class LinkMade(Model):
    """A new link. Its `token` is sent only here: the server keeps a digest."""

    link: LinkMessage
    token: str


class Preview(Model):
    """Whether anybody may see a picture of the session and its name, as a link's preview shows."""

    on: bool


class EditMessage(Model):
    """An edit in the session's history; `what` are the JSON pointers that it changed."""

    revision: int
    author: str
    time: float
    what: tuple[str, ...]
