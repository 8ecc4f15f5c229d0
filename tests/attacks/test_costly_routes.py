"""The routes that cost most, asked without end from one address: it waits, others do not."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from playground.api import prices
from playground.api.settings import Settings
from playground.spec.data import DataSpec
from support.honest import ATTACKER, all_is_as_before, beside, serve_to_all

COSTLY: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/api/previews/data", {"data": {"dataset": "shapes", "samples": 5000, "image_size": 28}}),
    (
        "/api/previews/schedule",
        {"training": {"schedule": {"kind": "cosine"}}, "steps": 10_000_000},
    ),
)
REQUESTS = 800
AT_ONCE = 8


@pytest.mark.slow
def test_an_address_that_asks_for_what_costs_most_has_its_share_and_no_more() -> None:
    answers: Counter[int] = Counter()
    with serve_to_all() as server:
        limits = httpx.Limits(max_connections=AT_ONCE)
        with (
            beside(server) as figures,
            httpx.Client(base_url=server.url, headers=ATTACKER, limits=limits, timeout=30) as http,
            ThreadPoolExecutor(AT_ONCE) as threads,
        ):

            def ask(number: int) -> int:
                path, body = COSTLY[number % 10 == 0]
                return http.post(path, json=body).status_code

            answers.update(threads.map(ask, range(REQUESTS)))
        print(answers, figures)
        figures.check()
        dear = prices.price_of(DataSpec.model_validate(COSTLY[0][1]["data"]))
        # What a minute gives at once, and what comes back while it lasts.
        assert answers[200] * dear <= 2 * Settings().limits.address_tokens
        assert answers[429] > 0
        assert set(answers) == {200, 429}
        all_is_as_before(server)
