"""The encoding of a file of text: told by its mark, else by what all of its bytes allow.

UTF-8 proves itself: other text is hardly ever valid as it. Where it is not valid, a code page is
taken only if the whole file can be read in it and its letters come as people write them: Korean
text is made of the common syllables, Japanese has kana, Chinese the common signs, Cyrillic whole
words of letters beyond ASCII. What remains is Windows-1252.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from playground.data.refused_file import refused
from playground.wire.table_reading import Encoding

MARKS: tuple[tuple[bytes, Encoding], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
START = 256 * 1024
PIECE = 2**20
"""Bytes read at once."""
JUDGED = 256 * 1024
"""Bytes of lines with letters beyond ASCII that are looked at."""
CODE_PAGES: tuple[Encoding, ...] = (
    "cp949",
    "shift_jis",
    "euc_jp",
    "gb18030",
    "big5",
    "windows-1251",
    "windows-1252",
)
CODECS: dict[Encoding, str] = {"shift_jis": "cp932", "big5": "cp950"}
"""Those of Windows, which have a few letters more."""
SYLLABLES = frozenset(
    "가각간갈감갑강개거건검것게격결경계고곡공과관광교구국군권규그극근금급기길김나난날남내너네녀년노논농누뉴는능니"
    "다단달담당대더덕데도독동되된두드득든들등디따때라락란람랑래량러레려력련령례로록론료루류륙률르른를리린림립마"
    "만말망매머면명모목무문물미민및바박반받발방배백번범법변별병보복본부북분불비사산살상새색생서석선설성세소속송수"
    "순술숫스습승시식신실심아안않알암압았앙애액야약양어언업없에여역연열였영예오온올와완외요용우운울움원월위유육율은"
    "을음의이인일입있자작잔장재저적전절점정제조족존종좋주준중증지직진질집차참창채책처천철첫청체초총최추축출충치친"
    "카케코크키타탄태터테토통트특파판패평포표품풍프피하학한할함합항해행향험현형호혼화확환활황회효후흐희히"
)
"""Of these, most of Korean is made; the bytes of Chinese come out as rare ones."""
USUAL_SIGNS = "°€£¥§µ²³±«»–—’“”…¿¡ºª·×÷¢®©™†‰\xa0"
UTF8_LETTER = re.compile(
    rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
BEYOND_ASCII = re.compile(rb"[^\r\n\x00-\x7f][^\r\n]*")


@dataclass(frozen=True, slots=True)
class Found:
    """An encoding; `mark` are the bytes of its mark, `others` those in which all can be read as well.

    It is `sure` where the file itself tells or proves it.
    """

    encoding: Encoding
    mark: int = 0
    sure: bool = True
    others: tuple[Encoding, ...] = ()


def find_encoding(path: Path, asked: Encoding | None) -> Found:
    """Find the encoding of all of a file. Raises `SpecProblem` for what is no text, or not the one asked for."""
    with open(path, "rb") as file:
        start = file.read(START)
    marked = next(((mark, name) for mark, name in MARKS if start.startswith(mark)), None)
    if asked is not None:
        mark = len(marked[0]) if marked and marked[1] == asked else 0
        if not _readable(path, asked, mark):
            raise refused("upload_encoding", encoding=asked)
        return Found(asked, mark)
    if marked:
        if not _readable(path, marked[1], len(marked[0])):
            raise refused("upload_damaged" if marked[1] != "utf-8" else "upload_not_utf8")
        return Found(marked[1], len(marked[0]))
    if b"\0" in start:
        return Found(_utf16(path, start))
    if _readable(path, "utf-8"):
        return Found("utf-8")
    return _code_page(path)


def _utf16(path: Path, start: bytes) -> Encoding:
    """Tell which half of each letter is 0: line ends, digits and separators are there in any script."""
    at_even, at_odd = start[0::2].count(0), start[1::2].count(0)
    most, least = max(at_even, at_odd), min(at_even, at_odd)
    name: Encoding = "utf-16-be" if at_even > at_odd else "utf-16-le"
    if most < 0.05 * len(start) / 2 or least > 0.01 * most or not _readable(path, name):
        raise refused("upload_unknown_format")
    return name


def _code_page(path: Path) -> Found:
    letters = _lines_beyond_ascii(path)
    good = len(UTF8_LETTER.findall(letters))
    bad = len(re.findall(rb"[^\x00-\x7f]+", UTF8_LETTER.sub(b"", letters)))
    if good > 2 * bad:
        # UTF-8 that somebody damaged: as a code page, every letter of it would be another.
        raise refused("upload_not_utf8")
    possible = [name for name in CODE_PAGES if _readable(path, name)]
    likely = [name for name in possible if _is_likely(letters, name)]
    if not likely:
        raise refused("upload_not_utf8")
    chosen = likely[0]
    if chosen == "cp949" and {"gb18030", "euc_jp"} & {*likely} and not _is_korean(letters):
        chosen = likely[1]
    others = tuple(name for name in likely if name != chosen)
    return Found(chosen, sure=False, others=others)


def decoder_of(name: Encoding) -> codecs.IncrementalDecoder:
    """Make what reads an encoding piece by piece."""
    return codecs.getincrementaldecoder(CODECS.get(name, name))()


def _is_korean(letters: bytes) -> bool:
    """Whether the syllables of what is in one of the codes of East Asia are those of Korean."""
    hangul = [letter for letter in letters.decode("cp949", "ignore") if "가" <= letter <= "힣"]
    return sum(letter in SYLLABLES for letter in hangul) >= 0.6 * len(hangul)


def _is_likely(letters: bytes, name: Encoding) -> bool:
    if name in ("cp949", "euc_jp", "gb18030", "big5"):
        return _is_likely_pairs(letters, name)
    text = letters.decode(CODECS.get(name, name), "ignore")
    beyond = [letter for letter in text if letter > "\x7f"]
    if name == "shift_jis":
        kana = sum("\u3041" <= letter <= "\u30ff" for letter in beyond)
        # Without kana, names of places: signs of the first level.
        leads = re.findall(rb"([\x81-\x9f\xe0-\xfc])[\x40-\x7e\x80-\xfc]", letters)
        common = sum(b"\x88" <= lead <= b"\x97" for lead in leads)
        return kana >= 0.2 * len(beyond) if kana else common >= 0.9 * len(beyond) > 0
    if name == "windows-1251":
        words = re.findall(rb"[A-Za-z\x80-\xff]+", letters)
        # In Western text a letter beyond ASCII stands among others.
        whole = sum(len(word) for word in words if re.fullmatch(rb"[\xa8\xb8\xc0-\xff]{2,}", word))
        return whole >= 0.8 * len(beyond) > 0
    usual = sum(letter.isalpha() or letter in USUAL_SIGNS for letter in beyond)
    return usual >= 0.9 * len(beyond)


def _is_likely_pairs(letters: bytes, name: Encoding) -> bool:
    """Whether pairs of bytes are letters as a language of East Asia has them."""
    pairs: list[bytes] = re.findall(rb"[\x81-\xfe][\x41-\xfe]", letters)
    signs = sum(0xA1 <= lead <= 0xAC and trail >= 0xA1 for lead, trail in pairs)
    kana = sum(lead in (0xA4, 0xA5) and trail >= 0xA1 for lead, trail in pairs)
    if name == "cp949":
        common = sum(0xB0 <= lead <= 0xC8 and trail >= 0xA1 for lead, trail in pairs)
        return bool(common) and common >= 0.85 * (len(pairs) - signs) and kana < 0.1 * len(pairs)
    if name == "euc_jp":
        return kana >= 0.2 * len(pairs) > 0
    if name == "gb18030":
        common = sum(0xB0 <= lead <= 0xD7 and trail >= 0xA1 for lead, trail in pairs)
        return bool(common) and common >= 0.85 * (len(pairs) - signs) and kana < 0.1 * len(pairs)
    # Big5
    common = sum(0xA4 <= lead <= 0xC6 for lead, _ in pairs)
    low = sum(trail < 0x7F for _, trail in pairs)
    return bool(common) and common >= 0.85 * len(pairs) and low >= 0.15 * len(pairs)


def _lines_beyond_ascii(path: Path) -> bytes:
    found: list[bytes] = []
    size = 0
    with open(path, "rb") as file:
        while size < JUDGED and (piece := file.read(PIECE)):
            for match in BEYOND_ASCII.finditer(piece):
                found.append(match.group()[:JUDGED])
                size += len(found[-1])
                if size >= JUDGED:
                    break
    return b"\n".join(found)


def _readable(path: Path, name: Encoding, mark: int = 0) -> bool:
    """Whether all of a file can be read in an encoding."""
    decoder = decoder_of(name)
    with open(path, "rb") as file:
        file.seek(mark)
        try:
            while piece := file.read(PIECE):
                text = decoder.decode(piece)
                if name.startswith("utf-16") and not text.isascii() and _has_odd_letters(text):
                    return False
            decoder.decode(b"", True)
        except UnicodeDecodeError:
            return False
    return True


def _has_odd_letters(text: str) -> bool:
    """Whether a text has letters that nobody writes, as one read with its bytes swapped."""
    return any(letter in text for letter in ("\u0a00", "\u2c00", "\u3b00", "\ufffe"))
