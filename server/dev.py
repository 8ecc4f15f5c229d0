"""`make dev`: the server, begun anew when its sources change, and the page as Vite serves it.

    python server/dev.py [options of `playground serve`]

Vite hands /api, its WebSockets too, on to the server's port. Ctrl-C ends both.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import build_frontend

SOURCES = Path(__file__).resolve().parent / "playground"
PAGE = "http://localhost:5173"
PORT = 8000
"""What the proxy of frontend/vite.config.ts is set to."""
LOOKS_EVERY_S = 0.5
ENDS_WITHIN_S = 10.0


def newest() -> tuple[float, int]:
    """Return what changes when a source is written, added or removed."""
    times = [
        path.stat().st_mtime
        for path in SOURCES.rglob("*.py")
        if not path.is_relative_to(SOURCES / "static") and path.exists()
    ]
    return max(times), len(times)


def serve(options: list[str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "playground", "serve", "--port", str(PORT), "--origin", PAGE]
    return subprocess.Popen([*command, *options])


def end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(ENDS_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def vite() -> subprocess.Popen[bytes]:
    build_frontend.install_packages()
    node = build_frontend.node_folder()
    assert node, "install_packages ends without one"
    program = build_frontend.FRONTEND / "node_modules" / "vite" / "bin" / "vite.js"
    command = [str(node / "node"), str(program), "--port", PAGE.rpartition(":")[2], "--strictPort"]
    return subprocess.Popen(command, cwd=build_frontend.FRONTEND)


def main(options: list[str]) -> None:
    # What ends this process ends as ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    page, server, seen = vite(), serve(options), newest()
    try:
        while page.poll() is None:
            time.sleep(LOOKS_EVERY_S)
            if (now := newest()) != seen:
                seen = now
                end(server)
                server = serve(options)
    except KeyboardInterrupt:
        pass
    finally:
        for process in (page, server):
            end(process)


if __name__ == "__main__":
    os.chdir(SOURCES.parent.parent)
    main(sys.argv[1:])
