from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nxql_tui.client.engine_client import Cancellation
from nxql_tui.client.errors import CutShortError, QuestionCancelled, SpoolError, WrongQueryError
from nxql_tui.client.export import export_answer, export_spool
from nxql_tui.target_files import DiskFull, TargetError, TargetExists, TargetFolderMissing, TargetNotWritable
from nxql_tui.wire.request import Format, QueryRequest

if TYPE_CHECKING:
    from hostile_servers import Desk, Identity, Street, Visit

    from nxql_tui.client.engine_client import Progress

PATIENCE = 30.0
REQUEST = QueryRequest("(select (name) (from device))")
BODY = b"name\tos\nPC\xc3\xbc\t\xff\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "exports"
    made.mkdir()
    return made


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("answer_format", list(Format))
def test_the_engines_bytes_become_a_file_of_ones_own(desk: Desk, street: Street, folder: Path, answer_format: Format):
    target = folder / f"answer.{answer_format}"
    request = QueryRequest(REQUEST.query, format=answer_format)
    answer = export_answer(desk.client(street.engine(BODY)), request, target, overwrite=False)
    assert target.read_bytes() == BODY
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert (answer.spool, answer.size, answer.format) == (target, len(BODY), answer_format)
    assert _names(folder) == [target.name]
    assert target.stat().st_nlink == 1


def test_a_name_as_long_as_a_name_can_be_is_fine(desk: Desk, street: Street, folder: Path):
    target = folder / ("ü" * 125 + ".csv")
    export_answer(desk.client(street.engine(BODY)), REQUEST, target, overwrite=False)
    assert target.read_bytes() == BODY


def test_a_relative_path_is_fine(desk: Desk, street: Street, folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(folder)
    export_answer(desk.client(street.engine(BODY)), REQUEST, Path("answer.csv"), overwrite=False)
    assert (folder / "answer.csv").read_bytes() == BODY


def test_an_earlier_file_is_replaced_when_that_is_wanted(desk: Desk, street: Street, folder: Path):
    target = folder / "answer.csv"
    target.write_bytes(b"old")
    target.chmod(0o644)
    export_answer(desk.client(street.engine(BODY)), REQUEST, target, overwrite=True)
    assert target.read_bytes() == BODY
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_link_is_replaced_and_not_followed(desk: Desk, street: Street, folder: Path, tmp_path: Path):
    elsewhere = tmp_path / "precious"
    elsewhere.write_bytes(b"precious")
    target = folder / "answer.csv"
    target.symlink_to(elsewhere)
    export_answer(desk.client(street.engine(BODY)), REQUEST, target, overwrite=True)
    assert elsewhere.read_bytes() == b"precious"
    assert not target.is_symlink()


def test_progress_is_told(desk: Desk, street: Street, folder: Path):
    reports: list[Progress] = []
    client = desk.client(street.engine(BODY))
    export_answer(client, REQUEST, folder / "answer.csv", overwrite=False, on_progress=reports.append)
    assert reports[-1].bytes_received == len(BODY)


# Found out before the Engine is asked


def _refusal(desk: Desk, street: Street, target: Path, *, overwrite: bool = False) -> TargetError:
    server = street.engine(BODY)
    with pytest.raises(TargetError) as caught:
        export_answer(desk.client(server), REQUEST, target, overwrite=overwrite)
    assert server.visitors == 0
    return caught.value


def test_an_existing_file_is_asked_about_first(desk: Desk, street: Street, folder: Path):
    target = folder / "answer.csv"
    target.write_bytes(b"old")
    assert isinstance(_refusal(desk, street, target), TargetExists)
    assert target.read_bytes() == b"old"
    assert _names(folder) == ["answer.csv"]


def test_a_link_to_nowhere_exists_too(desk: Desk, street: Street, folder: Path):
    (folder / "answer.csv").symlink_to(folder / "nowhere")
    assert isinstance(_refusal(desk, street, folder / "answer.csv"), TargetExists)


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_missing_folder_is_named(desk: Desk, street: Street, folder: Path, overwrite: bool):
    error = _refusal(desk, street, folder / "missing" / "answer.csv", overwrite=overwrite)
    assert isinstance(error, TargetFolderMissing)
    assert str(folder / "missing") in str(error)


def test_a_file_is_no_folder(desk: Desk, street: Street, folder: Path):
    (folder / "file").write_bytes(b"")
    assert isinstance(_refusal(desk, street, folder / "file" / "answer.csv"), TargetFolderMissing)


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_folder_is_no_file(desk: Desk, street: Street, folder: Path, overwrite: bool):
    error = _refusal(desk, street, folder, overwrite=overwrite)
    assert isinstance(error, TargetNotWritable)
    assert "is a folder" in str(error)


@pytest.mark.parametrize("kind", ["fifo", "device"])
def test_what_is_no_ordinary_file_is_never_replaced(desk: Desk, street: Street, folder: Path, kind: str):
    target = folder / "fifo"
    os.mkfifo(target)
    if kind == "device":
        target = folder / "null"
        target.symlink_to("/dev/null")
    error = _refusal(desk, street, target, overwrite=True)
    assert isinstance(error, TargetNotWritable)
    assert "no ordinary file" in str(error)
    assert not stat.S_ISREG(target.stat().st_mode)


@pytest.mark.parametrize("name", ["bad\0name", "x" * 300])
def test_a_name_that_no_file_can_have_is_refused(desk: Desk, street: Street, folder: Path, name: str):
    assert isinstance(_refusal(desk, street, folder / name), TargetNotWritable)
    assert _names(folder) == []


@pytest.mark.skipif(sys.platform != "linux", reason="needs a folder that even root cannot write")
def test_a_folder_that_cannot_be_written_is_named(desk: Desk, street: Street):
    error = _refusal(desk, street, Path("/proc/self/answer.csv"))
    assert isinstance(error, TargetNotWritable)
    assert "/proc/self" in str(error)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_read_only_folder_is_named(desk: Desk, street: Street, folder: Path):
    folder.chmod(0o500)
    assert isinstance(_refusal(desk, street, folder / "answer.csv"), TargetNotWritable)
    folder.chmod(0o700)


# Nothing half-written stays


def test_an_answer_that_breaks_off_leaves_nothing(desk: Desk, street: Street, folder: Path):
    server = street.engine(lambda visit: visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nname\n"))
    with pytest.raises(CutShortError):
        export_answer(desk.client(server), REQUEST, folder / "answer.csv", overwrite=False)
    assert _names(folder) == []


def test_a_wrong_query_leaves_the_earlier_file_alone(desk: Desk, street: Street, folder: Path):
    target = folder / "answer.csv"
    target.write_bytes(b"old")
    server = street.engine(lambda visit: visit.answer(b"Unknown field 'x'.", status="400 Bad Request"))
    with pytest.raises(WrongQueryError):
        export_answer(desk.client(server), REQUEST, target, overwrite=True)
    assert target.read_bytes() == b"old"
    assert _names(folder) == ["answer.csv"]


def test_a_cancelled_export_leaves_nothing(desk: Desk, street: Street, folder: Path):
    def stop_in_the_middle(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nname\n")
        visit.wait_until_left()

    cancellation = Cancellation()
    something_came = threading.Event()
    client = desk.client(street.engine(stop_in_the_middle))
    exporting = desk.start(
        lambda: export_answer(
            client,
            REQUEST,
            folder / "answer.csv",
            overwrite=False,
            on_progress=lambda _progress: something_came.set(),
            cancellation=cancellation,
        )
    )
    assert something_came.wait(PATIENCE)
    (unfinished,) = folder.iterdir()
    assert stat.S_IMODE(unfinished.stat().st_mode) == 0o600
    cancellation.cancel()
    assert isinstance(exporting.exception(PATIENCE), QuestionCancelled)
    assert _names(folder) == []


def test_a_file_that_comes_into_being_meanwhile_is_not_replaced(desk: Desk, street: Street, folder: Path):
    target = folder / "answer.csv"

    def somebody_is_quicker(visit: Visit) -> None:
        target.write_bytes(b"theirs")
        visit.answer(BODY)

    with pytest.raises(TargetExists, match="meanwhile"):
        export_answer(desk.client(street.engine(somebody_is_quicker)), REQUEST, target, overwrite=False)
    assert target.read_bytes() == b"theirs"
    assert _names(folder) == ["answer.csv"]


def test_a_file_system_without_links_is_fine(desk: Desk, street: Street, folder: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr(os, "link", refuse)
    export_answer(desk.client(street.engine(BODY)), REQUEST, folder / "answer.csv", overwrite=False)
    assert (folder / "answer.csv").read_bytes() == BODY
    assert _names(folder) == ["answer.csv"]


def test_a_folder_that_vanishes_meanwhile_is_said(desk: Desk, street: Street, folder: Path):
    def take_away(visit: Visit) -> None:
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()
        visit.answer(BODY)

    with pytest.raises(TargetNotWritable):
        export_answer(desk.client(street.engine(take_away)), REQUEST, folder / "answer.csv", overwrite=False)


# An answer that has come already


def test_kept_bytes_become_a_file_of_ones_own(folder: Path, tmp_path: Path):
    spool = tmp_path / "spool"
    spool.write_bytes(BODY * 100_000)
    told: list[int] = []
    target = folder / "answer.csv"
    assert export_spool(spool, target, overwrite=False, on_progress=told.append) == spool.stat().st_size
    assert target.read_bytes() == spool.read_bytes()
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert told[-1] == spool.stat().st_size
    assert len(told) > 1


def test_kept_bytes_that_have_gone_leave_an_earlier_file(folder: Path, tmp_path: Path):
    target = folder / "answer.csv"
    target.write_bytes(b"old")
    with pytest.raises(SpoolError, match="not kept any more"):
        export_spool(tmp_path / "gone", target, overwrite=True)
    assert target.read_bytes() == b"old"
    assert _names(folder) == ["answer.csv"]


def test_copying_kept_bytes_is_cancelled(folder: Path, tmp_path: Path):
    spool = tmp_path / "spool"
    spool.write_bytes(BODY * 200_000)
    cancellation = Cancellation()
    with pytest.raises(QuestionCancelled):
        export_spool(
            spool,
            folder / "answer.csv",
            overwrite=False,
            on_progress=lambda _size: cancellation.cancel(),
            cancellation=cancellation,
        )
    assert _names(folder) == []


EXPORT_WITH_LITTLE_ROOM = """
import resource, sys
from pathlib import Path
from nxql_tui.client.address import parse_address
from nxql_tui.client.engine_client import EngineClient
from nxql_tui.client.export import export_answer
from nxql_tui.client.trust import CaFileTrust
from nxql_tui.target_files import DiskFull
from nxql_tui.wire.credentials import Credential, Secret
from nxql_tui.wire.request import QueryRequest

address, authority, target = sys.argv[1:]
client = EngineClient(parse_address(address), Credential("alice", Secret("x")), CaFileTrust(Path(authority)))
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    export_answer(client, QueryRequest("x"), Path(target), overwrite=True)
except DiskFull as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_full_disk_leaves_the_earlier_file_and_nothing_half(street: Street, folder: Path, self_signed: Identity):
    target = folder / "answer.csv"
    target.write_bytes(b"old")
    server = street.engine(b"x" * 1_000_000)
    arguments = [str(server.address), str(self_signed.file), str(target)]
    done = subprocess.run(
        [sys.executable, "-c", EXPORT_WITH_LITTLE_ROOM, *arguments], capture_output=True, text=True, check=True
    )
    assert "There is no room" in done.stdout
    assert done.stderr == ""
    assert target.read_bytes() == b"old"
    assert _names(folder) == ["answer.csv"]


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="needs a device that is always full")
def test_a_full_disk_under_the_spool_is_said(desk: Desk, street: Street):
    with pytest.raises(SpoolError, match="no room") as caught:
        desk.client(street.engine(BODY)).ask(REQUEST, Path("/dev/full"))
    assert caught.value.is_full


def test_no_room_for_the_temporary_file_is_a_full_disk(
    desk: Desk, street: Street, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    import errno
    import tempfile

    def refuse(**_: object) -> None:
        raise OSError(errno.EDQUOT, "Disk quota exceeded")

    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    assert isinstance(_refusal(desk, street, folder / "answer.csv"), DiskFull)
