"""Every option has a flag and an environment variable, and the flag beats it."""

from __future__ import annotations

import pytest

from playground.__main__ import main
from playground.api.limits import Limits
from playground.api.options import Option, options_of, variable_of
from playground.api.settings import Settings

OPTIONS = [*options_of(Settings), *options_of(Limits)]


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    found: list[Settings] = []
    monkeypatch.setattr("playground.__main__.serve", found.append)
    return found


@pytest.mark.parametrize("option", [*options_of(Limits)], ids=lambda option: option.name)
def test_a_limit_comes_from_a_flag_or_from_the_environment(
    option: Option, served: list[Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"PLAYGROUND_{option.name.upper()}", "7")
    main(["serve"])
    main(["serve", option.flag, "8"])
    assert [getattr(each.limits, option.name) for each in served] == [7, 8]
    assert option.row.unit


@pytest.mark.parametrize("option", [*options_of(Limits)], ids=lambda option: option.name)
def test_the_help_of_a_limit_tells_its_unit(option: Option) -> None:
    unit = {"MB": "MB", "KB": "kB"}.get(str(option.row.unit), str(option.row.unit).lower())
    assert option.row.help.endswith(f"(%(default)s {unit})")


READERS_OF_NUMBERS = ("whole number", "gigabytes", "days", "percent", "int", "float")
NUMBERS = [
    each for each in options_of(Settings) if each.row.parse.__name__.startswith(READERS_OF_NUMBERS)
]
NO_LIMIT = {"port"}
"""A number that measures and counts nothing."""


def test_the_numbers_among_the_settings_are_seen() -> None:
    numbers = {each.name for each in options_of(Settings) if type(each.default) in (int, float)}
    assert numbers <= {each.name for each in NUMBERS}
    assert {"max_upload_bytes", "keep_days", "trainers", "port"} <= {each.name for each in NUMBERS}


@pytest.mark.parametrize("option", NUMBERS, ids=lambda option: option.name)
def test_the_help_of_a_number_names_what_it_counts(
    option: Option, capsys: pytest.CaptureFixture[str]
) -> None:
    """What it measures in, or that it is a count of something: in the sentence, and after the flag."""
    if option.name in NO_LIMIT:
        return
    unit = str(option.row.unit)
    spelled = {"KB": "kB"}.get(unit, unit if unit == "GB" else unit.lower())
    assert spelled in option.row.help
    with pytest.raises(SystemExit):
        main(["serve", "--help"])
    assert f"{option.flag} {unit}" in capsys.readouterr().out


@pytest.mark.parametrize("secret", ["tooshort", "mit einem Leerzeichen", "éééééééééééééééééééé"])
def test_a_token_that_is_none_is_refused_by_its_rule_and_not_shown(
    secret: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def told() -> str:
        return capsys.readouterr().err

    with pytest.raises(SystemExit):
        main(["serve", "--operator-token", secret])
    by_flag = told()
    monkeypatch.setenv("PLAYGROUND_OPERATOR_TOKEN", secret)
    with pytest.raises(SystemExit):
        main(["serve"])
    for message in (by_flag, told()):
        assert "at least 16" in message
        assert secret not in message


def test_every_setting_comes_from_the_environment(
    served: list[Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {
        "PLAYGROUND_ORIGIN": "https://class.example https://school.example",
        "PLAYGROUND_TRUSTED_PROXY": "10.0.0.0/8",
        "PLAYGROUND_FRAME_ANCESTORS": "'self' https://school.example",
        "PLAYGROUND_MAX_UPLOAD": "0.5",
        "PLAYGROUND_LOG_JSON": "yes",
        "DATABASE_URL": "postgresql://other",
        "PLAYGROUND_DATABASE": "postgresql://this",
        "PLAYGROUND_OPERATOR_TOKEN": "0123456789abcdef",
    }
    for name, text in given.items():
        monkeypatch.setenv(name, text)
    main(["serve", "--most-waiting", "3"])
    (settings,) = served
    assert settings.origins == ("https://class.example", "https://school.example")
    assert settings.trusted_proxies == ("10.0.0.0/8",)
    assert settings.frame_ancestors == "'self' https://school.example"
    assert settings.max_upload_bytes == 5 * 10**8
    assert settings.log_json
    assert settings.database == "postgresql://this"
    assert settings.operator_token == "0123456789abcdef"
    assert settings.max_waiting == 3


def test_a_flag_given_several_times_beats_the_environment_whole(
    served: list[Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLAYGROUND_ORIGIN", "https://class.example")
    main(["serve", "--origin", "https://a.example", "--origin", "https://b.example"])
    assert served[0].origins == ("https://a.example", "https://b.example")


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("PLAYGROUND_PORT", "eighty"),
        ("PLAYGROUND_ENGINE", "steam"),
        ("PLAYGROUND_MAX_SESSIONS", "0"),
        ("PLAYGROUND_TRUSTED_PROXY", "10.0.0.0/8 proxy.example"),
        ("PLAYGROUND_OPERATOR_TOKEN", "short"),
        ("PLAYGROUND_LOG_JSON", "perhaps"),
    ],
)
def test_a_wrong_variable_is_told_by_its_name(
    variable: str,
    text: str,
    served: list[Settings],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(variable, text)
    with pytest.raises(SystemExit):
        main(["serve"])
    assert variable in capsys.readouterr().err
    assert not served


def test_no_two_options_have_one_flag_or_variable() -> None:
    for names in ([each.flag for each in OPTIONS], [each.variable for each in OPTIONS]):
        assert len(names) == len(set(names))


def test_what_kubernetes_says_of_a_service_is_no_port() -> None:
    (port,) = (each for each in OPTIONS if each.name == "port")
    assert variable_of(port, {"PLAYGROUND_PORT": "tcp://10.0.0.7:8000"}) is None
    assert variable_of(port, {"PLAYGROUND_PORT": "8001"}) == ("PLAYGROUND_PORT", "8001")
    assert variable_of(port, {"PLAYGROUND_PORT": ""}) is None
