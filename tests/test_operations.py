"""What the server is run with: the compose file, the image, and the audit of its parts."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from playground.__main__ import main
from playground.api.settings import Settings

ROOT = Path(__file__).parents[1]
COMPOSE = ROOT / "docker-compose.yml"
SERVICES: dict[str, Any] = yaml.safe_load(COMPOSE.read_text())["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
BUILT = [name for name, service in SERVICES.items() if "build" in service]


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_has_few_rights_and_limits(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert not service.get("cap_add")
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not service.get("privileged")
    assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory", "pids"}
    if name in BUILT:
        users = re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE)
        assert users, "the image's user"
        assert users[-1] not in ("root", "0")
        assert re.search(r"^HEALTHCHECK ", DOCKERFILE, re.MULTILINE)
    else:
        assert service["user"] not in ("root", "0")
        assert service["healthcheck"]["test"]


def test_profiles_and_what_needs_what() -> None:
    assert "profiles" not in SERVICES["playground"]
    assert SERVICES["playground-gpu"]["profiles"] == ["gpu"]
    assert SERVICES["postgres"]["profiles"] == ["postgres"]
    (device,) = SERVICES["playground-gpu"]["deploy"]["resources"]["reservations"]["devices"]
    assert (device["driver"], device["capabilities"]) == ("nvidia", ["gpu"])
    needs = SERVICES["playground"]["depends_on"]["postgres"]
    assert needs == {"condition": "service_healthy", "required": False}
    assert "ports" not in SERVICES["postgres"], "only the app reaches it"


def test_secrets_come_from_the_environment() -> None:
    for service in SERVICES.values():
        for name, value in service["environment"].items():
            if re.search("PASSWORD|SECRET|TOKEN|URL", name):
                assert value.startswith("${")


@pytest.mark.parametrize("name", BUILT)
def test_the_server_takes_the_options_that_it_is_given(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[Settings] = []
    monkeypatch.setattr("playground.__main__.serve", served.append)
    for variable in ("DATABASE_URL", "PLAYGROUND_OPERATOR_TOKEN", "PLAYGROUND_SECRET"):
        monkeypatch.setenv(variable, "")
    options = "--origin https://class.example --trusted-proxy 172.16.0.0/12"
    command = SERVICES[name]["command"].replace("${ARGS:-}", options)
    main(["serve", *shlex.split(command)])
    (settings,) = served
    assert settings.device == ("cuda" if name.endswith("gpu") else "cpu")
    assert settings.trusted_proxies == ("172.16.0.0/12",)
    assert settings.database_url.startswith("sqlite://"), "an empty variable is none"
    assert settings.operator_token is None


def test_the_audit_knows_every_part_and_tests_need_no_network() -> None:
    makefile = (ROOT / "Makefile").read_text()
    assert "--strict" in makefile, "a registry without advisories must not pass for a clean bill"
    recipe = makefile.partition("\ntest: ")[2].partition("\n\n")[0]
    assert "audit" not in recipe
    pinned = re.findall(r"^([\w.-]+)==", (ROOT / "constraints.txt").read_text(), re.MULTILINE)
    project = (ROOT / "pyproject.toml").read_text()
    wanted = re.findall(r'^    "([\w.-]+)(?:\[\w+\])?>=', project, re.MULTILINE)
    plain = {re.sub("[-_.]+", "-", name).lower() for name in pinned}
    assert not [name for name in wanted if re.sub("[-_.]+", "-", name).lower() not in plain]
