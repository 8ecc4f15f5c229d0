"""The shapes of cells: their digits all alike, so that a column of a million numbers has a few.

A shape tells whether a cell is a number, with which marks, and what stands around it: whether
`1.049` can be a thousand is asked of all shapes of a column together, in `number_formats`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from playground.wire.table_reading import Decimal

MISSING = ("", "NA", "N/A", "#N/A", "NaN", "nan", "NAN", "null", "NULL", "?")
"""Words that mean in any column that nothing is there."""
_ONLY_AMONG_NUMBERS = (
    "None none NONE - -- --- – — − . .. ... … na n/a n.a. N.A. #NA <NA> <na> <null> nil Nil NIL Null NaT nat"
    " #DIV/0! #REF! #VALUE! #NAME? #NUM! #NULL! #SPILL! #CALC! ??? missing Missing MISSING unknown Unknown"
    " blank (blank) empty void k.A. k.a. keine n.d. 없음 결측 결측치 해당없음 무응답 미상 자료없음 欠損 なし 无 缺失"
)
ONLY_AMONG_NUMBERS = frozenset(_ONLY_AMONG_NUMBERS.split())
"""Words that mean it only where the others are numbers: in a column of texts, each may be a class."""
LONGEST = 48
"""Characters; a longer cell is no number."""

SIGNS = "[-+−﹣－–]"
CURRENCY = (
    r"[$€£¥₩￦￥₹₽₺₫฿₴₪元円원]|(?:US|A|C|NZ|HK|S|R)\$|USD|EUR|GBP|JPY|KRW|CNY|CHF|AUD|CAD|INR|SEK|NOK|DKK"
    r"|PLN|CZK|Fr\.|kr|zł|Kč"
)
BLANK = "[ \u00a0\u202f\u2009\u2007\u2002\u2003]"
UNIT = r"[%‰‱]|°?[A-Za-zµμ²³Ω°℃℉㎏㎝㎜㎞㎡가-힣_][A-Za-zµμ²³Ω°℃℉/가-힣·^_.]{0,11}"
BODY = rf"[9z](?:(?:[.,'’]|{BLANK})?[9z])*\.?|[.,][9z]+"
SHAPE = re.compile(
    rf"(?P<sign>{SIGNS}?){BLANK}*(?P<prefix>{CURRENCY})?{BLANK}*(?P<sign2>{SIGNS}?){BLANK}*"
    rf"(?P<body>{BODY})(?P<power>[eE]{SIGNS}?9+)?"
    rf"{BLANK}*(?P<suffix>{CURRENCY}|{UNIT})?{BLANK}*(?P<behind>[-+−]?)"
)
_UNITS = (
    "% ‰ ‱ kg g mg t lb lbs oz cm mm m km nm µm in ft yd mi l L ml mL cl dl s ms h hr hrs min d yr yrs y K C F °C °F"
    " ° ℃ ℉ Hz kHz MHz GHz W kW MW Wh kWh V mV A mA Pa hPa kPa bar mbar N J kJ cal kcal m/s km/h mph kmh px pt dpi"
    " ppm ppb dB mol B kB KB MB GB TB bps Mbps 세 살 원 명 개 점 건 회 년 월 일 시간 분 초 도 평 층 만원 천원 억원"
    " kg/m² m² m³ cm² cm³ km² ㎏ ㎝ ㎜ ㎞ ㎡"
)
KNOWN_UNITS = frozenset(_UNITS.split())
PLAIN = re.compile(r"[+-]?(?:[9z]+(?:\.[9z]*)?|\.[9z]+)(?:[eE][+-]?9+)?")
INFINITE = re.compile(r"[+-]?inf(?:inity)?", re.IGNORECASE)
DATE = re.compile(
    r"[9z]9{3}[-/.][9z]9?[-/.][9z]9?(?:[T ].*)?|[9z]9?[-/.][9z]9?[-/.]9{2}(?:99)?(?:[T ,].*)?"
    r"|[9z]9{3}[-/][9z]9?|[9z]9?:[9z]9(?::[9z]9.*)?(?: ?[AaPp]\.?[Mm]\.?)?"
    r"|[9z]9{3}[.년] ?[9z]9?[.월] ?(?:[9z]9?[.일]?.*)?"
    r"|(?:[A-Z][a-z]{2,8},? )?[9z]9?[- ][A-Z][a-z]{2,8}\.?[- ,]+9{2,4}.*|[A-Z][a-z]{2,8}\.? [9z]9?, 9{4}.*"
)

Groups = Literal["", ",", ".", " ", "'"]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a shape tells.

    `fits` are the decimal marks by which it is a number, each with what separates its thousands;
    `plain`: it is one as it stands. `prefix` and `suffix` are around it.
    """

    kind: Literal["number", "date", "empty", "text"]
    fits: dict[Decimal, Groups] = field(default_factory=dict)
    plain: bool = False
    prefix: str = ""
    suffix: str = ""
    negated: bool = False
    """In parentheses, or with its sign behind it."""
    marks: bool = False
    """It has a mark that is a decimal mark by one reading."""
    small: bool = False
    """At most three digits, without a mark, the first none of 0."""
    large: bool = False
    """Four digits or more without a mark."""

    @property
    def is_number(self) -> bool:
        return self.kind == "number"

    @property
    def is_open(self) -> bool:
        """Whether it is a different number by either decimal mark: 1.049."""
        return self.marks and len(self.fits) == 2


def is_known_unit(suffix: str) -> bool:
    """Whether it is a unit or a currency that many know."""
    return suffix in KNOWN_UNITS or re.fullmatch(CURRENCY, suffix) is not None


def shape_of(cell: str) -> str:
    """Write 9 for each digit, z for a 0 that is the first of them; four stand for more than four."""
    return _nines(re.sub(r"^([^0-9]*)0", r"\1z", cell))


def shapes_of(cells: Any) -> Any:
    """Write the shapes of an arrow array of texts."""
    import pyarrow.compute as pc

    leading = pc.replace_substring_regex(cells, r"^([^0-9]*)0", r"\1z")
    capped = pc.replace_substring_regex(leading, r"[0-9]{5,}", "9999")
    return pc.replace_substring_regex(capped, r"[0-9]", "9")


def _nines(text: str) -> str:
    return re.sub(r"[0-9]", "9", re.sub(r"[0-9]{5,}", "9999", text))


EMPTY_SHAPES = frozenset(map(shape_of, (*ONLY_AMONG_NUMBERS, *MISSING)))


@lru_cache(maxsize=16_384)
def read_shape(shape: str) -> Shape:
    """Tell what a shape is: of cells without blanks around them."""
    if shape in EMPTY_SHAPES:
        return Shape("empty")
    if INFINITE.fullmatch(shape):
        # A number that is refused by its row, and not a word.
        return Shape("number", {".": "", ",": ""}, plain=True)
    if len(shape) > LONGEST or not ("9" in shape or "z" in shape):
        return Shape("text")
    inner = shape[1:-1].strip() if shape[0] == "(" and shape[-1] == ")" else shape
    found = SHAPE.fullmatch(inner)
    if found is not None and (number := _number(found, negated=inner != shape)) is not None:
        return number
    return Shape("date" if DATE.fullmatch(shape) else "text")


def _number(found: re.Match[str], negated: bool) -> Shape | None:
    signs = found["sign"] + found["sign2"]
    minus_behind = found["behind"] in ("-", "−")
    if len(signs) > 1 or ((negated or minus_behind) and signs) or (negated and minus_behind):
        return None
    body = re.sub(BLANK, " ", found["body"]).replace("’", "'")
    if body.endswith(".") and found["suffix"]:
        return None
    fits = _fits(body, bool(found["power"]))
    if not fits:
        return None
    digits = body.strip(".,")
    whole = digits.isalnum()
    return Shape(
        "number",
        fits,
        plain=not negated and bool(PLAIN.fullmatch(found.string)),
        prefix=found["prefix"] or "",
        suffix=found["suffix"] or "",
        negated=negated or minus_behind,
        marks="." in body or "," in body,
        small=whole and len(digits) <= 3 and digits[0] != "z" and digits == body,
        large=whole and len(digits) >= 4,
    )


def _fits(body: str, power: bool) -> dict[Decimal, Groups]:
    found: dict[Decimal, Groups] = {}
    for decimal, other in ((".", ","), (",", ".")):
        whole, mark, part = body.partition(decimal)
        if part and not part.isalnum():
            continue
        if whole.isalnum() or (not whole and part):
            found[decimal] = ""  # type: ignore[index]
            continue
        if power or (mark and not whole):
            continue
        for group in (other, " ", "'"):
            if _is_grouped(whole, group):
                found[decimal] = group  # type: ignore[index,assignment]
    return found


def _is_grouped(whole: str, group: str) -> bool:
    """Whether it stands in groups of three; of two before the last, as in India."""
    first, *rest = whole.split(group)
    if not rest or not first or first[0] == "z" or not 1 <= len(first) <= 3:
        return False
    if not all(part.isalnum() for part in (first, *rest)) or len(rest[-1]) != 3:
        return False
    threes = all(len(part) == 3 for part in rest)
    return threes or (group == "," and len(first) <= 2 and all(len(p) == 2 for p in rest[:-1]))
