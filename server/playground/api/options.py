"""Options of the server: each is one row of a table, given by a flag or by an environment variable."""

from __future__ import annotations

import argparse
import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

ROW = "option"
PREFIX = "PLAYGROUND_"
YES, NO = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off"})
MIN_LETTERS_OF_A_TOKEN = 16
_SOURCE = re.compile(r"'self'|'none'|\*|https?://(\*\.)?[A-Za-z0-9.\[\]:-]+(:(\d+|\*))?")


class Secret(argparse.ArgumentTypeError):
    """A secret that cannot be used: the message tells the rule, and nothing of the secret."""


@dataclass(frozen=True, slots=True)
class Row:
    """All of an option but its name and its default, which are its field's.

    `parse` reads a text and raises `ValueError`. A `repeated` option may be given several times, and
    stands in the environment with spaces between. `also` names a second variable.
    """

    help: str
    parse: Callable[[str], Any] = str
    unit: str | None = None
    flag: str | None = None
    choices: tuple[str, ...] | None = None
    repeated: bool = False
    switch: bool = False
    also: str | None = None
    group: str | None = None


def option(default: Any, help: str = "", **columns: Any) -> Any:
    """Make the field of a dataclass that is an option; `columns` are those of `Row`."""
    return field(default=default, metadata={ROW: Row(help, **columns)})


@dataclass(frozen=True, slots=True)
class Option:
    """`name` is the attribute that holds it."""

    name: str
    default: Any
    row: Row

    @property
    def flag(self) -> str:
        return f"--{(self.row.flag or self.name).replace('_', '-')}"

    @property
    def spellings(self) -> tuple[str, ...]:
        """The flag, and as the first release called it, which still works."""
        old = self.flag.replace("--max-", "--most-")
        return (self.flag,) if old == self.flag else (self.flag, old)

    @property
    def variable(self) -> str:
        return PREFIX + self.flag.removeprefix("--").replace("-", "_").upper()

    def add_to(self, parser: argparse._ActionsContainer) -> None:
        """Declare the flag; one that is not given leaves no trace."""
        row = self.row
        more: dict[str, Any] = {"dest": self.name, "default": argparse.SUPPRESS}
        more["help"] = row.help.replace("%(default)s", str(self.default))
        if row.switch:
            more["action"] = "store_true"
        else:
            more |= {"type": row.parse, "choices": row.choices}
            more["action"] = "append" if row.repeated else "store"
            if row.choices is None:
                more["metavar"] = row.unit or self.variable.removeprefix(PREFIX)
        parser.add_argument(*self.spellings, **more)

    def read(self, text: str) -> Any:
        """Read the value of a variable. Raises `ValueError`."""
        if self.row.switch:
            return yes_or_no(text)
        if self.row.repeated:
            return tuple(self.row.parse(part) for part in text.split())
        value = self.row.parse(text)
        if self.row.choices is not None and value not in self.row.choices:
            raise ValueError
        return value


def options_of(settings: type) -> Iterator[Option]:
    """Give the options of a dataclass, in their order."""
    for each in fields(settings):
        if ROW in each.metadata:
            yield Option(each.name, each.default, each.metadata[ROW])


def add_options(parser: argparse.ArgumentParser, settings: type, **groups: str | None) -> None:
    """Declare the flags of all options; `groups` are titles with their descriptions."""
    made = {title: parser.add_argument_group(title, text) for title, text in groups.items()}
    for each in options_of(settings):
        each.add_to(made[each.row.group] if each.row.group else parser)


def read_options(
    parser: argparse.ArgumentParser,
    settings: type,
    given: argparse.Namespace,
    environment: Mapping[str, str],
) -> dict[str, Any]:
    """Return what was chosen: a flag beats the environment. Ends the program for what is wrong."""
    values: dict[str, Any] = {}
    for each in options_of(settings):
        if each.name in given:
            value = getattr(given, each.name)
            values[each.name] = tuple(value) if each.row.repeated else value
        elif found := variable_of(each, environment):
            try:
                values[each.name] = each.read(found[1])
            except Secret as problem:
                parser.error(f"environment variable {found[0]}: {problem}")
            except ValueError:
                parser.error(f"environment variable {found[0]}: invalid value: {found[1]!r}")
    return values


def variable_of(option: Option, environment: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the variable that is set for an option, and its text. An empty one is none."""
    for name in (option.variable, option.row.also):
        text = environment.get(name, "") if name else ""
        # Kubernetes sets PLAYGROUND_PORT to such an address beside a service of that name.
        if name and text and not text.startswith("tcp://"):
            return name, text
    return None


def yes_or_no(text: str) -> bool:
    """Read a switch. Raises `ValueError`."""
    if text.lower() not in YES | NO:
        raise ValueError
    return text.lower() in YES


def at_least(least: int) -> Callable[[str], int]:
    """Make the reader of whole numbers from `least` on."""

    def whole(text: str) -> int:
        """Read one. Raises `ValueError`, of which argparse makes a message."""
        count = int(text)
        if not least <= count < 10**12:
            raise ValueError
        return count

    whole.__name__ = f"whole number from {least} on"
    return whole


def percent(text: str) -> int:
    """Read a share of something. Raises `ValueError`, of which argparse makes a message."""
    share = int(text)
    if not 1 <= share <= 100:
        raise ValueError
    return share


def gigabytes(text: str) -> int:
    """Read gigabytes as bytes. Raises `ValueError`, of which argparse makes a message."""
    count = float(text)
    if not 0 < count < 10**6:
        raise ValueError
    return int(count * 10**9)


def days(text: str) -> float:
    """Read days. Raises `ValueError`, of which argparse makes a message."""
    count = float(text)
    if not 0 <= count < 10**5:
        raise ValueError
    return count


def token(text: str) -> str:
    """Read a token. Raises `Secret` for one that could be guessed or is not sent as it is."""
    short = len(text) < MIN_LETTERS_OF_A_TOKEN
    if short or not text.isascii() or not text.isprintable() or " " in text:
        raise Secret(
            f"a token has at least {MIN_LETTERS_OF_A_TOKEN} letters, digits or signs of ASCII, and"
            " no spaces"
        )
    return text


def network(text: str) -> str:
    """Read an address or a network. Raises `ValueError`, of which argparse makes a message."""
    return str(ipaddress.ip_network(text, strict=False))


def content_sources(text: str) -> str:
    """Read the sources of a content security policy. Raises `ValueError`."""
    found = text.split()
    if not found or not all(_SOURCE.fullmatch(source) for source in found):
        raise ValueError
    return " ".join(found)
