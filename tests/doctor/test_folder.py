"""Rights, the key, uploads, and a directory that cannot be written."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from doctor.conftest import GOLDEN, Doctor, attic, execute, ids
from playground.doctor.report import ALL_WELL, COULD_NOT_LOOK, SOMETHING_LEFT

(UPLOAD,) = (each.name for each in (GOLDEN / "uploads").iterdir())


@pytest.fixture
def upload(folder: Path) -> Path:
    return folder / "uploads" / UPLOAD


def forget_its_session(folder: Path) -> None:
    execute(
        folder,
        "PRAGMA foreign_keys = ON",
        "DELETE FROM sessions WHERE json_extract(spec, '$.data.upload.id') IS NOT NULL",
    )


# --- rights and the key ---------------------------------------------------------------------------


def test_what_others_can_read_is_closed_to_them(folder: Path, doctor: Doctor) -> None:
    folder.chmod(0o755)
    (folder / "playground.db").chmod(0o644)
    told = doctor()
    assert (told.code, told.status("rights")) == (SOMETHING_LEFT, {"to do"})
    told = doctor(repair=True)
    assert (told.code, told.status("rights")) == (ALL_WELL, {"mended"})
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "playground.db").stat().st_mode & 0o777 == 0o600


def test_a_link_out_of_the_folder_is_not_followed(
    folder: Path, tmp_path: Path, doctor: Doctor
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir(mode=0o755)
    (folder / "link").symlink_to(outside)
    assert doctor(repair=True).code == ALL_WELL
    assert outside.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("left", [b"", b"short", b"\0" * 32], ids=["empty", "cut", "zeros"])
def test_a_key_that_is_cut_off_is_kept_and_made_anew(
    folder: Path, doctor: Doctor, left: bytes
) -> None:
    key = folder / "secret.key"
    key.write_bytes(left)
    told = doctor()
    assert (told.code, told.status("key")) == (SOMETHING_LEFT, {"to do"})
    assert "new identity" in told.of("key")
    told = doctor(repair=True)
    assert (told.code, told.status("key")) == (ALL_WELL, {"mended"})
    assert len(key.read_bytes()) == 32
    assert (attic(folder) / "secret.key").read_bytes() == left


def test_a_key_that_is_gone_is_made(folder: Path, doctor: Doctor) -> None:
    (folder / "secret.key").unlink()
    assert doctor().status("key") == {"to do"}
    assert doctor(repair=True).code == ALL_WELL
    assert (folder / "secret.key").stat().st_mode & 0o777 == 0o600


def test_a_key_that_is_given_needs_no_file(
    folder: Path, doctor: Doctor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLAYGROUND_SECRET", "of sixteen letters")
    (folder / "secret.key").unlink()
    assert doctor().code == ALL_WELL


def test_a_full_disk_is_told_and_nothing_is_begun(
    folder: Path, doctor: Doctor, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    os.truncate(folder / "playground.db", 5000)
    told = doctor(repair=True)
    assert told.status("room") == {"to do"}
    assert told.status("store") == {"to do"}
    assert (folder / "playground.db").stat().st_size == 5000


# --- uploads --------------------------------------------------------------------------------------


def test_an_upload_that_is_gone_is_told_with_its_sessions(
    folder: Path, upload: Path, doctor: Doctor
) -> None:
    shutil.rmtree(upload)
    for repair in (False, True):
        told = doctor(repair=repair)
        assert (told.code, told.status("uploads")) == (SOMETHING_LEFT, {"to do"})
        assert f"1 sessions use files that are gone: {UPLOAD}" in told.of("uploads")
    assert ids(folder) == ids(GOLDEN)


@pytest.mark.parametrize("name", ["facts.json", "table.parquet"])
@pytest.mark.parametrize("damage", ["gone", "cut", "zeros"])
def test_an_unused_upload_that_is_damaged_is_taken_out(
    folder: Path, upload: Path, doctor: Doctor, name: str, damage: str
) -> None:
    forget_its_session(folder)
    file = upload / name
    size = file.stat().st_size
    match damage:
        case "gone":
            file.unlink()
        case "cut":
            os.truncate(file, size // 2)
        case "zeros":
            file.write_bytes(b"\0" * size)
    assert doctor().status("uploads") == {"to do"}
    told = doctor(repair=True)
    assert (told.code, told.status("uploads")) == (ALL_WELL, {"mended"})
    assert not upload.exists()
    assert (attic(folder) / "uploads" / UPLOAD).is_dir()
    assert doctor().code == ALL_WELL


def test_a_damaged_table_that_a_session_uses_stays(
    folder: Path, upload: Path, doctor: Doctor
) -> None:
    """Its rows are stored once more, and may still be trained on."""
    os.truncate(upload / "table.parquet", 300)
    told = doctor(repair=True)
    assert (told.code, told.status("uploads")) == (SOMETHING_LEFT, {"to do"})
    assert upload.is_dir()


def test_a_table_with_other_rows_than_its_entry_says(
    folder: Path, upload: Path, doctor: Doctor
) -> None:
    facts = upload / "facts.json"
    facts.write_text(facts.read_text().replace('"rows":60', '"rows":61'))
    assert "60 rows, and its entry says 61" in doctor().of("uploads")


def test_stored_rows_that_are_cut_off_are_made_anew(
    folder: Path, upload: Path, doctor: Doctor
) -> None:
    (rows,) = upload.glob("rows-*/rows")
    os.truncate(rows, rows.stat().st_size - 7)
    assert doctor().status("uploads") == {"to do"}
    assert doctor(repair=True).code == ALL_WELL
    assert not rows.exists()


def test_halves_and_strangers_among_the_uploads(folder: Path, doctor: Doctor) -> None:
    uploads = folder / "uploads"
    half, going = uploads / ".part-AAAAAAAAAAAAAAAAAAAAAA", uploads / ".going-BBBBBBBBBBBBBBBBBB"
    for each in (half, going):
        each.mkdir(mode=0o700)
        (each / "source").write_bytes(b"a,b\n1,2\n")
    (uploads / "orphan.csv").write_text("a,b\n")
    for each in (half / "source", going / "source", uploads / "orphan.csv"):
        each.chmod(0o600)
    told = doctor()
    assert (told.code, told.status("uploads")) == (SOMETHING_LEFT, {"to do"})
    told = doctor(repair=True)
    assert (told.code, told.status("uploads")) == (ALL_WELL, {"mended"})
    assert [each.name for each in uploads.iterdir()] == [UPLOAD]
    kept = attic(folder) / "uploads"
    assert {each.name for each in kept.iterdir()} == {half.name, "orphan.csv"}
    assert doctor().code == ALL_WELL


# --- where nothing can be written -----------------------------------------------------------------


@pytest.fixture
def read_only(folder: Path) -> Iterator[Path]:
    """A directory that whoever examines may read and not write."""
    for each in (*folder.rglob("*"), folder):
        each.chmod(0o500 if each.is_dir() else 0o400)
    yield folder
    for each in (folder, *folder.rglob("*")):
        each.chmod(0o700)


def as_who_may_not_write(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Call the doctor as somebody for whom the rights of files hold, which root is not."""
    plain = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if not os.geteuid() else ()
    return subprocess.run(
        [*plain, sys.executable, "-m", "playground", "doctor", "--data-dir", str(folder), *more],
        capture_output=True,
        text=True,
        check=False,
    )


def test_where_nothing_can_be_written_it_is_looked_at(read_only: Path) -> None:
    ended = as_who_may_not_write(read_only)
    assert "Traceback" not in ended.stderr
    assert ended.returncode == SOMETHING_LEFT, ended.stdout + ended.stderr
    assert "7 sessions can be opened" in ended.stdout
    ended = as_who_may_not_write(read_only, "--repair")
    assert ended.returncode == SOMETHING_LEFT
    assert "nothing is mended" in ended.stdout


def test_a_log_where_nothing_can_be_written_is_not_passed_over(read_only: Path) -> None:
    read_only.chmod(0o700)
    (read_only / "playground.db-wal").write_bytes(b"something")
    read_only.chmod(0o500)
    ended = as_who_may_not_write(read_only)
    assert ended.returncode == COULD_NOT_LOOK, ended.stdout + ended.stderr
    assert "copy the folder" in ended.stdout
