"""Names that people give: themselves, and what they share."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from playground.spec.base import SpecProblem
from playground.spec.names import clean_name, composed

MAX_LENGTH_OF_A_NAME = 40
_MISTAKEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What nobody types into a name: control characters, ends of lines, what turns the direction of the
text around it, and halves of characters."""


def shown_name(text: str, pointer: str = "/name", most: int = MAX_LENGTH_OF_A_NAME) -> str:
    """Return a name that somebody gave, cleaned; "" for none. Raises `SpecProblem` at the pointer."""
    text = composed(text, most)
    if len(text) > most or _MISTAKEN.search(text):
        raise SpecProblem(
            "unusable_name",
            f"A name can have at most {most} characters, all of them visible.",
            pointer,
            {"most": most},
        )
    return clean_name(text)


PersonName = Annotated[
    str, AfterValidator(lambda text: shown_name(text)), Field(max_length=MAX_LENGTH_OF_A_NAME)
]
"""Names that pupils give themselves."""
