"""The command line: `serve` runs the playground, `schema` and `catalogue` print what the page needs."""

from __future__ import annotations

import argparse
import json
import os
import socket
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

from playground.api.settings import Limits, Settings, frame_ancestors, network, operator_token
from playground.data import storage

SEND_BUFFER = 128 * 1024
"""Bytes of frames that may wait in the kernel for a slow reader (the default held 8 s of them)."""
STOP_WITHIN_S = 2

PLACES = {
    "max_sessions": "sessions that are in a trainer at a time (%(default)s)",
    "max_waiting": "sessions that may wait for a place (%(default)s)",
}
DEFAULTS = {each.name: each.default for each in fields(Settings)}


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="playground", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    serving = commands.add_parser("serve", help="serve the playground")
    serving.add_argument("--host", default="127.0.0.1", help="0.0.0.0 serves to other machines")
    serving.add_argument("--port", type=int, default=8000)
    serving.add_argument("--device", default="auto", help="auto, cpu, cuda, cuda:N or mps")
    serving.add_argument("--engine", choices=["local"], default="local")
    serving.add_argument("--trainers", type=int, help="trainer processes on a CPU")
    serving.add_argument(
        "--origin",
        action="append",
        default=[],
        help="an address at which people open the page, such as http://192.168.1.10:8000;"
        " may be given several times",
    )
    serving.add_argument(
        "--frame-ancestors",
        type=frame_ancestors,
        default="'self'",
        metavar="SOURCES",
        help="whose pages may embed this one, such as \"'self' https://school.example\"",
    )
    serving.add_argument(
        "--data-dir",
        type=Path,
        help="where uploads are kept, by default in your own folder for data",
    )
    serving.add_argument(
        *_spellings("max_upload"),
        type=gigabytes,
        default=4 * 10**9,
        metavar="GB",
        help="the biggest file that may be uploaded, 4 by default",
    )
    serving.add_argument(
        *_spellings("max_uploads"),
        type=gigabytes,
        default=20 * 10**9,
        metavar="GB",
        help="what all uploads together may take, 20 by default",
    )
    serving.add_argument(
        "--database",
        default=os.environ.get("DATABASE_URL") or None,
        metavar="URL",
        help="where sessions are kept: postgresql://USER@HOST/NAME, or by default (and without"
        " DATABASE_URL) an SQLite file in the folder for data",
    )
    serving.add_argument(
        "--trusted-proxy",
        action="append",
        type=network,
        default=[],
        metavar="ADDRESS",
        help="a proxy, or a network of them, that says for whom it asks (X-Forwarded-For) and whether"
        " they came by TLS; may be given several times, and without it none is believed",
    )
    serving.add_argument(
        "--operator-token",
        default=os.environ.get("PLAYGROUND_OPERATOR_TOKEN") or None,
        type=operator_token,
        metavar="TOKEN",
        help="opens /operator, and /metrics to other machines; better in the environment, as"
        " PLAYGROUND_OPERATOR_TOKEN, where no list of processes shows it",
    )
    serving.add_argument("--log-json", action="store_true", help="a line of JSON for each request")
    places = serving.add_argument_group("places")
    for name, text in PLACES.items():
        places.add_argument(*_spellings(name), type=at_least(1), default=DEFAULTS[name], help=text)
    limits = serving.add_argument_group("limits", "0 is without a limit")
    for each in fields(Limits):
        limits.add_argument(
            f"--{each.name.replace('_', '-')}",
            type=at_least(0),
            default=each.default,
            metavar="N",
            help=f"{each.metadata['help']} (%(default)s)",
        )
    commands.add_parser("schema", help="print the JSON schema of spec and messages")
    commands.add_parser(
        "catalogue", help="print the defaults, bounds and tables that the page needs"
    )
    options = parser.parse_args(arguments)
    if options.command == "schema":
        from playground.wire.schema import wire_schema

        print(json.dumps(wire_schema()))
        return
    if options.command == "catalogue":
        from playground.catalogue.emit import catalogue

        print(json.dumps(catalogue()))
        return
    if options.data_dir is not None:
        # Trainers are processes of their own and read the same files.
        os.environ[storage.FOLDER] = str(options.data_dir.expanduser().absolute())
    serve(
        Settings(
            host=options.host,
            port=options.port,
            device=options.device,
            trainers=options.trainers,
            origins=tuple(options.origin),
            frame_ancestors=options.frame_ancestors,
            database=options.database,
            trusted_proxies=tuple(options.trusted_proxy),
            operator_token=options.operator_token,
            log_json=options.log_json,
            **{name: getattr(options, name) for name in PLACES},
            limits=Limits(**{each.name: getattr(options, each.name) for each in fields(Limits)}),
            max_upload_bytes=options.max_upload,
            max_uploads_bytes=options.max_uploads,
        )
    )


def _spellings(name: str) -> tuple[str, ...]:
    """Name the flag of a setting, and as the first release called it, which still works."""
    flag = f"--{name.replace('_', '-')}"
    return (flag, flag.replace("--max-", "--most-")) if name.startswith("max_") else (flag,)


def at_least(least: int) -> Callable[[str], int]:
    def whole(text: str) -> int:
        """Raises `ValueError`, of which argparse makes a message."""
        count = int(text)
        if not least <= count < 10**12:
            raise ValueError
        return count

    whole.__name__ = f"whole number from {least} on"
    return whole


def gigabytes(text: str) -> int:
    """Bytes. Raises `ValueError`, of which argparse makes a message."""
    count = float(text)
    if not 0 < count < 10**6:
        raise ValueError
    return int(count * 10**9)


def serve(settings: Settings) -> None:
    """Serves until SIGINT or SIGTERM."""
    import uvicorn
    from uvicorn.config import LOGGING_CONFIG

    from playground.api.app import create_app
    from playground.api.logs import uvicorn_config
    from playground.api.transport import Transport

    config = uvicorn.Config(
        create_app(settings),
        ws=Transport,
        ws_per_message_deflate=False,
        ws_max_size=256 * 1024,
        access_log=False,
        # It would believe what any program of this machine says of others' addresses.
        proxy_headers=False,
        server_header=False,
        log_level="warning",
        log_config=uvicorn_config() if settings.log_json else LOGGING_CONFIG,
        timeout_graceful_shutdown=STOP_WITHIN_S,
    )
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Accepted sockets inherit it.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        listener.bind((settings.host, settings.port))
        if not settings.log_json:
            print(f"Neural Playground: http://{settings.host}:{settings.port}", flush=True)
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
