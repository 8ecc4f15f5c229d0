"""The keys of the page's texts, by language, read from its catalogues."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

I18N = Path(__file__).parents[2] / "frontend" / "src" / "i18n"
LANGUAGES = ("en", "ko")
KEY = re.compile(r'^\s*"([^"]+)":', re.MULTILINE)


@cache
def keys(language: str) -> frozenset[str]:
    """Every key that the language has a text for."""
    texts = (path.read_text("utf-8") for path in sorted((I18N / language).glob("*.ts")))
    return frozenset(key for text in texts for key in KEY.findall(text))


def missing(*wanted: str) -> list[tuple[str, str]]:
    """Languages and keys of which there is no text."""
    return [
        (language, key) for language in LANGUAGES for key in wanted if key not in keys(language)
    ]
