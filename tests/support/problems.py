"""Problem documents, as every refusal is told."""

from __future__ import annotations

from typing import Any


def is_a_problem(answer: Any, status: int) -> dict[str, Any]:
    """RFC 9457, with a sentence that ends and names no class of Python."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    document: dict[str, Any] = answer.json()
    assert document["status"] == status
    assert document["type"]
    assert document["title"]
    assert document["code"]
    sentence = document["detail"]
    assert sentence.endswith((".", ".”"))
    assert not any(word in sentence.lower() for word in ("input should", "pydantic", "tuple"))
    return document
