"""A PostgreSQL of the tests' own: a cluster in a temporary folder, heard only on a socket in it."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from support import programs
from support.missing import skip_or_fail

READY_WITHIN_S = 60.0
USER = "playground"


class Cluster:
    def __init__(self, installed: Path, folder: Path) -> None:
        self._programs, self._folder = installed, folder
        self._data = folder / "data"
        self._numbers = itertools.count()
        self._process: subprocess.Popen[bytes] | None = None
        # It refuses to run as root.
        self._as_user = ["setpriv", "--pdeathsig", "INT"]
        if os.geteuid() == 0:
            account = _account()
            os.chown(folder, account.pw_uid, account.pw_gid)
            self._as_user += [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}"]
            self._as_user += ["--clear-groups"]
            if not installed.is_relative_to("/usr"):
                self._programs = _copy(installed, folder / "packages")
        arguments = ("-D", str(self._data), "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync")
        subprocess.run(
            [*self._as_user, str(self._programs / "initdb"), *arguments, "--locale=C.UTF-8"],
            check=True,
            capture_output=True,
            cwd=folder,
        )

    def start(self) -> None:
        settings = ("listen_addresses=", f"unix_socket_directories={self._folder}", "fsync=off")
        options = [part for setting in settings for part in ("-c", setting)]
        with open(self._folder / "log", "ab") as log:
            self._process = subprocess.Popen(
                [*self._as_user, str(self._programs / "postgres"), "-D", str(self._data), *options],
                stdout=log,
                stderr=log,
                cwd=self._folder,
            )
        deadline = time.monotonic() + READY_WITHIN_S
        while True:
            try:
                psycopg.connect(self.address("postgres")).close()
                return
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError((self._folder / "log").read_text()) from None
                time.sleep(0.05)

    def stop(self) -> None:
        """Ends all connections, as its administrator would."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(READY_WITHIN_S)
            self._process = None

    def address(self, database: str) -> str:
        return f"postgresql://{USER}@/{database}?host={self._folder}"

    def new_database(self) -> str:
        """The address of an empty one."""
        name = f"store{next(self._numbers)}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
        return self.address(name)


def _account() -> pwd.struct_passwd:
    """Return a user without rights: PostgreSQL's own, where it is installed."""
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _copy(installed: Path, to: Path) -> Path:
    """Return the folder of a copy: where root keeps packages no other user may look."""
    package = installed.parents[1]
    for name in (package.name, f"{package.name}.libs"):
        shutil.copytree(package.parent / name, to / name, ignore=shutil.ignore_patterns("include"))
    return to / installed.relative_to(package.parent)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    found = programs.postgres()
    if found is None:
        skip_or_fail("PostgreSQL")
    folder = Path(tempfile.mkdtemp(prefix="playground-pg-"))
    cluster = Cluster(found, folder)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder)
