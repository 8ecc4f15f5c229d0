"""A full server as its users and who runs it see it."""

from __future__ import annotations

import json

import httpx
from playwright.sync_api import Browser, expect

from support.browser import Bench
from support.serving import serve

TOKEN = "an-operators-own-token"


def test_who_waits_sees_their_place_and_the_operator_makes_one(chromium: Browser) -> None:
    options = ("--device", "cpu", "--operator-token", TOKEN, "--max-sessions", "1")
    with serve(*options) as server, chromium.new_context(locale="en-US") as context:
        first = Bench(context.new_page(), server).open()
        name = "<b>Ada's</b> net"
        made = httpx.post(
            f"{server.url}/api/sessions", json={"spec": {"name": name}}, trust_env=False
        ).json()
        waiting = context.new_page()
        waiting.goto(f"{server.url}/s/{made['id']}#{made['links']['edit']}")
        notice = waiting.get_by_test_id("queued")
        expect(notice).to_contain_text("You are number 1 in the queue.")
        faults: list[str] = []
        operator = context.new_page()
        operator.on("console", lambda message: faults.append(f"{message.type} {message.text}"))
        operator.on("pageerror", lambda error: faults.append(str(error)))
        operator.goto(f"{server.url}/operator")
        operator.get_by_label("Operator's token").fill("wrong")
        operator.get_by_role("button", name="Open").click()
        expect(operator.get_by_role("status")).to_contain_text("token")
        assert [each for each in faults if "401" not in each] == []
        operator.get_by_label("Operator's token").fill(TOKEN)
        operator.get_by_role("button", name="Open").click()
        rows = operator.locator("#sessions tr")
        expect(rows).to_have_count(3)
        expect(rows.filter(has_text="queued, number 1")).to_contain_text(name)
        # What one page leaves the other one gets.
        first.page.close()
        rows.filter(has_text="awake").get_by_role("button", name="Park").click()
        expect(notice).to_be_hidden()
        expect(rows.filter(has_text=name)).to_contain_text("awake")
        operator.get_by_role("button", name="Take in nothing new").click()
        expect(operator.get_by_role("button", name="Take in sessions again")).to_be_visible()
        refused = httpx.post(f"{server.url}/api/sessions", json={}, trust_env=False)
        assert refused.json()["code"] == "admissions_paused"
        assert TOKEN not in json.dumps(operator.evaluate("() => ({...localStorage})"))
        assert [each for each in faults if "401" not in each] == []
