"""pydantic's complaints as problems that a pupil understands, each with the field's JSON pointer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from playground.spec.base import Scalar, SpecProblem

MAX_SHOWN = 60
"""Characters of a name that came from outside and stands in a sentence."""

Details = Mapping[str, Any]
Row = tuple[str, Callable[[str, Details], str], Callable[[Details], dict[str, Scalar]]]


def _row(
    code: str,
    sentence: Callable[[str, Details], str],
    params: Callable[[Details], dict[str, Scalar]] = lambda details: {},
) -> Row:
    return code, sentence, params


_too_small = _row(
    "too_small",
    lambda field, d: f"“{field}” is too small. The minimum is {d['least']}.",
    lambda d: {"least": d["least"]},
)
_too_large = _row(
    "too_large",
    lambda field, d: f"“{field}” is too large. The maximum is {d['most']}.",
    lambda d: {"most": d["most"]},
)
_not_a_number = _row("not_a_number", lambda field, d: f"“{field}” must be a number.")
_not_whole = _row("not_whole", lambda field, d: f"“{field}” must be a whole number.")
_not_a_choice = _row(
    "not_a_choice",
    lambda field, d: f"“{field}” must be one of: {d['choices']}.",
    lambda d: {"choices": d["choices"]},
)
_wrong_type = _row("wrong_type", lambda field, d: f"“{field}” has the wrong type of value.")
_too_long = _row(
    "too_long",
    lambda field, d: f"“{field}” is too long. The limit is {d['most']}.",
    lambda d: {"most": d["most"]},
)
_too_short = _row(
    "too_short",
    lambda field, d: f"“{field}” is too short. At least {d['least']} are needed.",
    lambda d: {"least": d["least"]},
)
_unknown_field = _row("unknown_field", lambda field, d: f"There is no field “{field}” here.")
_missing = _row("missing_field", lambda field, d: f"The field “{field}” is missing.")
_bad_name = _row(
    "bad_name",
    lambda field, d: f"“{field}” may have small letters, digits, - and _ only, 16 at most.",
)
_invalid = _row(
    "invalid_field", lambda field, d: f"“{field}” can’t have this value: {d['reason']}."
)

ROWS: dict[str, Row] = {
    "greater_than_equal": _too_small,
    "greater_than": _row(
        "not_above",
        lambda field, d: f"“{field}” must be above {d['least']}.",
        lambda d: {"least": d["least"]},
    ),
    "less_than_equal": _too_large,
    "less_than": _row(
        "not_below",
        lambda field, d: f"“{field}” must be below {d['most']}.",
        lambda d: {"most": d["most"]},
    ),
    "finite_number": _not_a_number,
    "float_type": _not_a_number,
    "float_parsing": _not_a_number,
    "int_type": _not_whole,
    "int_parsing": _not_whole,
    "int_parsing_size": _not_whole,
    "int_from_float": _not_whole,
    "literal_error": _not_a_choice,
    "union_tag_invalid": _not_a_choice,
    "union_tag_not_found": _row("missing_kind", lambda field, d: f"“{field}” must say its kind."),
    "extra_forbidden": _unknown_field,
    "missing": _missing,
    "too_long": _too_long,
    "too_short": _too_short,
    "string_too_long": _too_long,
    "string_too_short": _too_short,
    "string_pattern_mismatch": _bad_name,
    "string_type": _wrong_type,
    "string_unicode": _wrong_type,
    "bool_type": _wrong_type,
    "bool_parsing": _wrong_type,
    "tuple_type": _wrong_type,
    "list_type": _wrong_type,
    "dict_type": _wrong_type,
    "model_type": _wrong_type,
    "model_attributes_type": _wrong_type,
}


def problem_of(error: ValidationError, document: Any) -> SpecProblem:
    """Explain the first complaint about the document."""
    return first_problem(error.errors(include_url=False), document)


def first_problem(
    errors: Iterable[Any], document: Any, skip: int = 0, whole: str = "spec"
) -> SpecProblem:
    """Explain the first of the errors that pydantic lists.

    `skip` parts of a location lead to the document, and `whole` is the field that it is itself.
    """
    first = next(iter(errors))
    context = first.get("ctx", {})
    cause = context.get("error")
    if isinstance(cause, SpecProblem):
        return cause
    path = in_document(first["loc"][skip:], document)
    named = [part for part in path if not part.isdigit()]
    field = named[-1][:MAX_SHOWN] if named else whole
    code, sentence, params = ROWS.get(first["type"], _invalid)
    details = {
        "least": _whole(context.get("ge", context.get("gt", context.get("min_length")))),
        "most": _whole(context.get("le", context.get("lt", context.get("max_length")))),
        "choices": _choices(context),
        "reason": first["msg"].lower(),
    }
    pointer = "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in path)
    return SpecProblem(code, sentence(field, details), pointer, {"field": field, **params(details)})


def in_document(location: Sequence[str | int], document: Any) -> list[str]:
    """Find the parts of pydantic's location that are in the document: it names members of unions too."""
    path: list[str] = []
    here = document
    for position, part in enumerate(location):
        last = position == len(location) - 1
        if isinstance(here, dict) and (part in here or last):
            here = here.get(part)
        elif isinstance(here, list) and isinstance(part, int):
            here = here[part] if part < len(here) else None
        else:
            continue
        path.append(str(part))
    return path


def _whole(limit: Any) -> Any:
    return int(limit) if isinstance(limit, float) and limit.is_integer() else limit


def _choices(context: Mapping[str, Any]) -> str:
    listed = str(context.get("expected", context.get("expected_tags", "")))
    return listed.replace("'", "").replace(" or ", ", ")
