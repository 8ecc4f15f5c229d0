"""The command line: `serve` runs the playground, `schema` prints the wire's JSON schema."""

from __future__ import annotations

import argparse
import json
import os
import socket
from pathlib import Path

from playground.api.settings import Settings
from playground.data import place

SEND_BUFFER = 128 * 1024
"""Bytes of frames that may wait in the kernel for a slow reader (the default held 8 s of them)."""
STOP_WITHIN_S = 2


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
        "--data-dir",
        type=Path,
        help="where uploads are kept, by default in your own folder for data",
    )
    serving.add_argument(
        "--most-upload",
        type=gigabytes,
        default=4 * 10**9,
        metavar="GB",
        help="the biggest file that may be uploaded, 4 by default",
    )
    serving.add_argument(
        "--most-uploads",
        type=gigabytes,
        default=20 * 10**9,
        metavar="GB",
        help="what all uploads together may take, 20 by default",
    )
    commands.add_parser("schema", help="print the JSON schema of spec and messages")
    options = parser.parse_args(arguments)
    if options.command == "schema":
        from playground.wire.schema import wire_schema

        print(json.dumps(wire_schema()))
        return
    if options.data_dir is not None:
        # Trainers are processes of their own and read the same files.
        os.environ[place.FOLDER] = str(options.data_dir.expanduser().absolute())
    serve(
        Settings(
            host=options.host,
            port=options.port,
            device=options.device,
            trainers=options.trainers,
            origins=tuple(options.origin),
            most_upload_bytes=options.most_upload,
            most_uploads_bytes=options.most_uploads,
        )
    )


def gigabytes(text: str) -> int:
    """Bytes. Raises `ValueError`, of which argparse makes a message."""
    count = float(text)
    if not 0 < count < 10**6:
        raise ValueError
    return int(count * 10**9)


def serve(settings: Settings) -> None:
    """Serves until SIGINT or SIGTERM."""
    import uvicorn

    from playground.api.app import create_app
    from playground.api.transport import Transport

    config = uvicorn.Config(
        create_app(settings),
        ws=Transport,
        ws_per_message_deflate=False,
        ws_max_size=256 * 1024,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=STOP_WITHIN_S,
    )
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Accepted sockets inherit it.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        listener.bind((settings.host, settings.port))
        print(f"Neural Playground: http://{settings.host}:{settings.port}", flush=True)
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
