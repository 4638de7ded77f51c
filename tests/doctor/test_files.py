from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from nxql_tui.accounts.connections import Connection, save_connection
from nxql_tui.accounts.known_engines import Pin, save_pin
from nxql_tui.doctor.files import look_at_disk, look_at_files
from nxql_tui.doctor.findings import Finding, Status
from nxql_tui.paths import Paths
from nxql_tui.private_files import private_folder, write_private
from nxql_tui.ui.own_files import own_files

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="modes and owners are those of POSIX")

NOBODY = 65534


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "config", tmp_path / "state", tmp_path / "cache")


def look(paths: Paths) -> dict[str, Finding]:
    return {finding.name: finding for finding in look_at_files(paths, own_files(paths))}


def fill(paths: Paths) -> None:
    for folder in (paths.queries, paths.themes, paths.drafts, paths.certificates, paths.crash_reports, paths.spools):
        private_folder(folder.parent)
        private_folder(folder)
    write_private(paths.settings, b"")
    save_connection(paths.connections, Connection("lab", "engine.example.com", "alice"))
    save_pin(paths.known_engines, "engine.example.com:1671", Pin(b"\x30\x03\x02\x01\x01"))
    for file in (paths.learned_names, paths.history, paths.first_answer, paths.audit_log, paths.log):
        write_private(file, b"{}")


def test_where_nothing_is_yet_nothing_is_wrong_and_nothing_is_made(paths: Paths):
    findings = look(paths)
    assert {finding.status for finding in findings.values()} == {Status.OK}
    assert "not there yet" in findings["config.toml"].found
    assert not paths.config.exists()


def test_what_the_program_has_made_is_as_it_should_be(paths: Paths):
    fill(paths)
    findings = look(paths)
    assert {finding.status for finding in findings.values()} == {Status.OK}
    assert not [finding for finding in findings.values() if "not there yet" in finding.found]
    assert "1 saved connection" in findings["connections"].found
    assert "1 pinned certificate" in findings["known engines"].found


def test_every_path_is_looked_at(paths: Paths):
    told = " ".join(f"{finding.found} " for finding in look(paths).values())
    known = [getattr(paths, name) for name in dir(Paths) if not name.startswith("_")]
    assert len(known) > 10
    assert [path for path in known if f"{path}, " not in told] == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('[keymap]\n"answer.sort" = "f8"\n', "line 2: f8 cannot be 'answer.sort'"),
        ('theme = "nxql-drak"\n', "line 1: there is no theme 'nxql-drak'; did you mean 'nxql-dark'?"),
    ],
)
def test_keys_and_a_theme_that_cannot_hold_fail(paths: Paths, content: str, said: str):
    fill(paths)
    write_private(paths.settings, content.encode())
    settings = look(paths)["config.toml"]
    assert settings.status is Status.FAILED
    assert said in settings.found


@pytest.mark.parametrize(("content", "status"), [(b"histroy = true", Status.FAILED), (b"", Status.WARNING)])
def test_a_file_that_others_can_read_is_read_all_the_same(paths: Paths, content: bytes, status: Status):
    fill(paths)
    write_private(paths.settings, content)
    paths.config.chmod(0o755)
    paths.settings.chmod(0o644)
    assert look(paths)["config.toml"].status is status


def test_a_theme_file_with_a_mistake_fails_also_where_it_is_not_chosen(paths: Paths):
    fill(paths)
    write_private(paths.themes / "good.toml", b'name = "good"\nprimary = "#00ff00"\n')
    assert "1 own theme" in look(paths)["themes"].found
    write_private(paths.themes / "mine.toml", b'name = "mine"\n')
    themes = look(paths)["themes"]
    assert themes.status is Status.FAILED
    assert "mine.toml: 'primary' is missing" in themes.found


def test_a_folder_that_others_can_see_into_is_warned_of(paths: Paths):
    fill(paths)
    paths.state.chmod(0o755)
    state = look(paths)["state"]
    assert (state.status, state.remedy) == (Status.WARNING, f"Keep them out: chmod 700 {paths.state}")


def test_a_folder_that_others_can_write_to_fails(paths: Paths):
    fill(paths)
    paths.state.chmod(0o777)
    assert look(paths)["state"].status is Status.FAILED


def test_a_file_that_others_can_read_is_warned_of(paths: Paths):
    fill(paths)
    paths.state.chmod(0o711)
    paths.history.chmod(0o644)
    history = look(paths)["history"]
    assert (history.status, history.remedy) == (Status.WARNING, f"Keep them out: chmod 600 {paths.history}")


def test_a_file_that_its_folder_keeps_others_from_is_good_as_it_is(paths: Paths):
    fill(paths)
    paths.settings.chmod(0o644)
    assert look(paths)["config.toml"].status is Status.OK


def test_a_file_in_the_place_of_a_folder_fails(paths: Paths):
    write_private(paths.queries, b"")
    assert look(paths)["queries"].status is Status.FAILED


def test_a_folder_in_the_place_of_a_file_fails(paths: Paths):
    private_folder(paths.history)
    assert look(paths)["history"].status is Status.FAILED


def test_what_cannot_be_made_because_a_file_stands_above_it_fails(paths: Paths, tmp_path: Path):
    tmp_path.joinpath("cache").write_bytes(b"")
    spools = look(paths)["spools"]
    assert spools.status is Status.FAILED
    assert f"{paths.cache} is no folder" in spools.found


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root can give a file away")
def test_what_belongs_to_somebody_else_fails(paths: Paths):
    fill(paths)
    os.chown(paths.history, NOBODY, NOBODY)
    history = look(paths)["history"]
    assert history.status is Status.FAILED
    assert f"user {NOBODY}" in history.found
    assert "chown" in history.remedy


AS_SOMEBODY = """
import os
from pathlib import Path
from nxql_tui.doctor.files import look_at_files
from nxql_tui.paths import Paths
from nxql_tui.ui.own_files import own_files

if os.geteuid() == 0:
    os.setuid(65534)  # Root may write anywhere.
paths = Paths(Path("config"), Path("state"), Path("cache"))
for finding in look_at_files(paths, own_files(paths)):
    print(finding.status, finding.found)
"""


@pytest.mark.parametrize("folder", ["config", "."])
def test_what_cannot_be_written_fails(tmp_path: Path, folder: str):
    tmp_path.chmod(0o755)
    place = tmp_path / folder
    place.mkdir(exist_ok=True)
    if os.geteuid() == 0:
        os.chown(place, NOBODY, NOBODY)
    place.chmod(0o500)
    done = subprocess.run([sys.executable, "-c", AS_SOMEBODY], capture_output=True, text=True, check=True, cwd=tmp_path)
    place.chmod(0o700)
    assert f"failed {folder} cannot be written" in done.stdout


def test_a_mistake_in_the_settings_is_told_with_its_place(paths: Paths):
    write_private(paths.settings, b"histroy = true")
    settings = look(paths)["config.toml"]
    assert settings.status is Status.FAILED
    assert f"{paths.settings}, line 1: there is no setting 'histroy'; did you mean 'history'?" in settings.found
    assert settings.error is not None


def test_every_mistake_in_the_settings_is_told(paths: Paths):
    write_private(paths.settings, b"histroy = true\nin_flight = 0\n")
    assert look(paths)["config.toml"].details == (f"{paths.settings}, line 2: 'in_flight' must be at least 1",)


def test_a_mistake_in_the_connections_is_told_with_its_line(paths: Paths):
    write_private(paths.connections, b'[connections.lab]\naddress = "a"\nuser = "b"\nusr = "c"\n')
    assert f"{paths.connections}, line 4" in look(paths)["connections"].found


def test_a_connection_to_no_address_is_named(paths: Paths):
    save_connection(paths.connections, Connection("lab", "http://engine", "alice"))
    connections = look(paths)["connections"]
    assert connections.status is Status.FAILED
    assert "'lab'" in connections.found


def test_a_damaged_pin_is_told_with_its_line(paths: Paths):
    write_private(paths.known_engines, b"# mine\nengine:1671 xx\n")
    assert "line 2" in look(paths)["known engines"].found


def test_little_room_is_warned_of(tmp_path: Path):
    room = look_at_disk(tmp_path / "not" / "there", lambda path: 10**6 if path == tmp_path else 10**12)
    assert room.status is Status.WARNING
    assert "1.0 MB" in room.found


def test_room_that_nobody_can_tell_is_warned_of(tmp_path: Path):
    def refuse(_path: Path) -> int:
        raise OSError(5, "Input/output error")

    assert look_at_disk(tmp_path, refuse).status is Status.WARNING
