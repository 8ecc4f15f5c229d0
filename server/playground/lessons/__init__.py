"""Lessons: a folder each, with the set-ups to open (lesson.toml) and a text (en.md, ko.md).

What a lesson claims is trained and asserted by `tests/claims`.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import Field

from playground.spec.base import Model, SpecProblem
from playground.spec.project import Spec, parse

FOLDER = Path(__file__).parent
Language = Literal["en", "ko"]
LANGUAGES = get_args(Language)


class LessonText(Model):
    title: str
    text: str


class LessonSession(Model):
    """One set-up of a lesson; `title` by language tells it from those beside it."""

    id: str
    title: dict[str, str]
    spec: Spec


class Lesson(Model):
    """`texts` by language. Two to four sessions are to be opened side by side."""

    id: str
    texts: dict[str, LessonText]
    sessions: Annotated[tuple[LessonSession, ...], Field(min_length=1, max_length=4)]


@lru_cache(maxsize=1)
def lessons() -> tuple[Lesson, ...]:
    """Read all, in the order of their `position`."""
    found = [(_document(path), path.parent) for path in FOLDER.glob("*/lesson.toml")]
    found.sort(key=lambda each: each[0]["position"])
    return tuple(_lesson(document, folder) for document, folder in found)


def lesson(id: str) -> Lesson:
    """Find a lesson. Raises `SpecProblem` when there is none of this id."""
    for each in lessons():
        if each.id == id:
            return each
    raise _missing(id)


def set_up(address: str, language: Language = "en") -> Spec:
    """Find what ID/SESSION begins with, or ID alone with its first, named in the language.

    Raises `SpecProblem`.
    """
    id, _, name = address.partition("/")
    found = lesson(id)
    for each in found.sessions:
        if each.id == (name or found.sessions[0].id):
            return each.spec if language == "en" else _named(each, found, language)
    raise _missing(address)


def _named(session: LessonSession, lesson: Lesson, language: Language) -> Spec:
    """Call the set-up what its lesson calls it, or like the lesson itself if it is its only one."""
    alone = len(lesson.sessions) == 1
    title = lesson.texts[language].title if alone else session.title[language]
    return parse(session.spec.model_dump(mode="json") | {"name": title})


def _missing(address: str) -> SpecProblem:
    shown = address[:40]
    return SpecProblem(
        "no_such_lesson",
        f"There is no lesson “{shown}”. Choose one from the list.",
        "",
        {"lesson": shown},
    )


def _document(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _lesson(document: dict[str, Any], folder: Path) -> Lesson:
    """Read a lesson, each session's table laid over the `common` one, field by field."""
    common = document.get("common", {})
    sessions = tuple(
        LessonSession(
            id=session["id"],
            title=session["title"],
            spec=parse(_over(common, session.get("spec", {}))),
        )
        for session in document["sessions"]
    )
    texts = {language: _text(folder / f"{language}.md") for language in LANGUAGES}
    return Lesson(id=folder.name, texts=texts, sessions=sessions)


def _text(path: Path) -> LessonText:
    """Read a text, whose first line is the title, as a heading; a paragraph follows."""
    heading, _, text = path.read_text("utf-8").partition("\n")
    return LessonText(title=heading.removeprefix("# ").strip(), text=text.strip())


def _over(below: Any, above: Any) -> Any:
    if not (isinstance(below, dict) and isinstance(above, dict)):
        return above
    return below | {name: _over(below.get(name), value) for name, value in above.items()}
