"""Limits of what people and addresses may take: each is one row, from which all else comes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playground.api.options import at_least, option
from playground.wire.classroom import MAX_PUPILS

KB, MB, GB = 10**3, 10**6, 10**9
"""Bytes, as people count them."""
WORDS = {"MB": "MB", "KB": "kB"}
"""Units that are not written small."""


def limit(default: int, unit: str, help: str) -> Any:
    """Make a row: of its name come the flag and the variable, of the rest the help's line."""
    text = f"{help} (%(default)s {WORDS.get(unit, unit.lower())})"
    return option(default, text, parse=at_least(0), unit=unit, group="limits")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one person (a browser's identity) and one address may take; 0 is without a limit.

    What may be done in a minute or an hour may be done at once, and comes back evenly.

    An address is one of IPv4, or a /64 of IPv6, and a /48 of those may eight times as much.

    A class at school is one address, so an address may take what sixty people do. What the pupils of
    a class have open counts for the class, and for the person and the address that opened it.
    """

    sessions_per_minute: int = limit(60, "SESSIONS", "sessions that a person may begin in a minute")
    sessions_per_hour: int = limit(600, "SESSIONS", "sessions that a person may begin in an hour")
    address_sessions_per_minute: int = limit(
        300, "SESSIONS", "the same of all people at one address"
    )
    address_sessions_per_hour: int = limit(
        3000, "SESSIONS", "the same of all people at one address"
    )
    person_tokens: int = limit(
        6000, "TOKENS", "tokens (about 1 ms of work each) that a person may spend in a minute"
    )
    address_tokens: int = limit(60_000, "TOKENS", "the same of all people at one address")
    awake_sessions: int = limit(24, "SESSIONS", "a person's sessions that may be awake")
    address_awake_sessions: int = limit(160, "SESSIONS", "the same of all people at one address")
    session_parameters: int = limit(
        0, "PARAMETERS", "parameters of one network, at most what every network may"
    )
    person_parameters: int = limit(
        4_000_000, "PARAMETERS", "parameters of a person's awake sessions together"
    )
    address_parameters: int = limit(
        60_000_000, "PARAMETERS", "the same of all people at one address"
    )
    session_memory: int = limit(
        0, "MB", "MB of device memory, as estimated, that one session may take"
    )
    person_memory: int = limit(1000, "MB", "the same of a person's awake sessions together")
    address_memory: int = limit(16_000, "MB", "the same of all people at one address")
    steps_per_second: int = limit(0, "STEPS", "training steps a second of one session")
    person_steps_per_second: int = limit(0, "STEPS", "the same of a person's sessions together")
    address_steps_per_second: int = limit(0, "STEPS", "the same of all people at one address")
    viewer_bandwidth: int = limit(16_000, "KB", "kB a second of pictures to one page")
    address_bandwidth: int = limit(120_000, "KB", "the same to all pages at one address")
    streams_per_minute: int = limit(240, "STREAMS", "streams that a person may open in a minute")
    address_streams_per_minute: int = limit(
        2400, "STREAMS", "the same of all people at one address"
    )
    connections: int = limit(
        5000,
        "CONNECTIONS",
        "connections that may be open, of all together, as far as this process may open files",
    )
    address_connections: int = limit(
        1500, "CONNECTIONS", "the same of one address, at most half of them"
    )
    person_streams: int = limit(60, "STREAMS", "streams that a person may have open")
    address_streams: int = limit(1000, "STREAMS", "the same of all people at one address")
    edits_per_minute: int = limit(
        3000,
        "EDITS",
        "edits and commands of a person in a minute; a slider that is dragged makes 15 a second",
    )
    address_edits_per_minute: int = limit(12_000, "EDITS", "the same of all people at one address")
    wrong_codes_per_minute: int = limit(
        30, "CODES", "wrong class codes that may come from one address"
    )
    wrong_seats_per_hour: int = limit(
        60, "CODES", "wrong seat codes that may be entered in one class in an hour"
    )
    classes_per_hour: int = limit(
        30, "CLASSES", "classes that may be opened from one address in an hour"
    )
    person_classes: int = limit(10, "CLASSES", "running classes that one person has opened")
    address_classes: int = limit(50, "CLASSES", "the same of all people at one address")
    class_pupils: int = limit(MAX_PUPILS, "PUPILS", "students who may be in one class")
    class_awake_sessions: int = limit(
        120,
        "SESSIONS",
        "students' sessions that may be awake, in all classes that one person opened",
    )
    class_parameters: int = limit(40_000_000, "PARAMETERS", "parameters of these sessions together")
    class_memory: int = limit(
        10_000, "MB", "MB of device memory, as estimated, of these sessions together"
    )
    pushes_per_minute: int = limit(
        60, "SETUPS", "set-ups that may be given to students from one address"
    )
    uploads_per_hour: int = limit(
        300, "FILES", "files that may be uploaded from one address in an hour"
    )
    person_uploads: int = limit(8_000, "MB", "MB of uploads, unpacked, that are kept of one person")
    address_uploads: int = limit(
        16_000, "MB", "MB of uploads, unpacked, that are kept of all people at one address"
    )
    person_kept: int = limit(
        400, "MB", "MB of sessions that are kept of one person: set-ups, what was learned, curves"
    )
    address_kept: int = limit(4_000, "MB", "the same of all people at one address")
