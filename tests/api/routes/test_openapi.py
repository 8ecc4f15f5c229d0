"""Whatever the OpenAPI document allows, and much that it does not, is answered without a 5xx.

Schemathesis draws the requests. Most of them carry a right token of a session that is there, so
that they come past the door.
"""

from __future__ import annotations

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode

from playground.api.app import create_app
from playground.api.settings import Settings
from playground.store.memory import MemoryStore
from support.web import Made, Web, inner

EXAMPLES = 40
MAY_REFUSE = {503}
"""A server that is full or not ready is not at fault."""
MODES = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]

APP = create_app(Settings(), store=MemoryStore())
SCHEMA = schemathesis.openapi.from_dict(inner(APP).openapi())
OPERATIONS = {
    f"{operation.method.upper()} {operation.path}": operation
    for operation in (found.ok() for found in SCHEMA.get_all_operations())
}


def test_the_document_is_whole() -> None:
    assert len(OPERATIONS) > 15
    assert all(
        name.partition(" ")[2].startswith(("/api/", "/healthz", "/readyz", "/metrics"))
        for name in OPERATIONS
    )


@pytest.mark.parametrize("name", OPERATIONS)
def test_no_request_is_answered_with_a_fault(served: Web, made: Made, name: str) -> None:
    operation = OPERATIONS[name]

    @settings(
        max_examples=EXAMPLES,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
    )
    @given(
        case=st.one_of([operation.as_strategy(generation_mode=mode) for mode in MODES]),
        known=st.integers(0, 3),
    )
    def ask(case: Case, known: int) -> None:
        headers = {}
        if known and "id" in (case.path_parameters or {}):
            case.path_parameters["id"] = made.id
            headers["Authorization"] = f"Bearer {made.edit}"
        try:
            answer = case.call(base_url=served.origin, headers=headers)
        except (httpx.InvalidURL, ValueError):
            return
        assert answer.status_code < 500 or answer.status_code in MAY_REFUSE, answer.text
        assert b"Traceback" not in answer.content
        if answer.status_code >= 400:
            assert answer.headers["content-type"][0].startswith("application/problem+json")

    ask()
