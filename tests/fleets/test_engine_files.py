from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING

import pytest

from nxql_tui.client.errors import QuestionCancelled
from nxql_tui.client.transfer import Cancellation
from nxql_tui.fleets.engine_files import KeptAnswer, check_folder, file_names, write_engine_files
from nxql_tui.results.view_export.engine_shares import EngineShare
from nxql_tui.results.view_export.provenance import Provenance
from nxql_tui.target_files import TargetError, TargetExists, TargetFolderMissing, TargetNotWritable
from nxql_tui.wire.request import Platform, QueryRequest

if TYPE_CHECKING:
    from pathlib import Path

REQUEST = QueryRequest("(select (name) (from device) %1)", (Platform.MAC_OS,), {1: "open", 2: "secret"})


def kept(
    folder: Path, name: str, body: bytes | None = b"name\nA\n", *, is_complete: bool = True, error: str = ""
) -> KeptAnswer:
    spool = None if body is None else folder / f"spool-{len(list(folder.iterdir()))}"
    if spool is not None and body is not None:
        spool.write_bytes(body)
    return KeptAnswer(EngineShare(name, f"{name}:1671", 1, is_complete, error), spool)


def provenance() -> Provenance:
    return Provenance.now(REQUEST, "site", frozenset({2}))


@pytest.fixture
def spools(tmp_path: Path) -> Path:
    folder = tmp_path / "spools"
    folder.mkdir()
    return folder


def test_each_answer_is_a_file_and_the_manifest_tells_of_all(tmp_path: Path, spools: Path):
    answers = [
        kept(spools, "eu", b"name\r\nA\xff\n"),
        kept(spools, "us", b"na", is_complete=False, error="It broke off."),
        kept(spools, "asia", None, is_complete=False, error="No answer."),
    ]
    target = tmp_path / "each"
    write_engine_files(target, provenance(), answers)
    assert {path.name for path in target.iterdir()} == {"eu.csv", "us.incomplete.csv", "manifest.json"}
    assert (target / "eu.csv").read_bytes() == b"name\r\nA\xff\n"
    manifest = json.loads((target / "manifest.json").read_text())
    assert manifest["query"] == REQUEST.query
    assert (manifest["format"], manifest["platforms"], manifest["complete"]) == ("csv", ["mac_os"], False)
    assert (manifest["parameters"], manifest["secret_parameters"]) == ({"p1": "open"}, ["p2"])
    assert "secret" not in (target / "manifest.json").read_text().replace("secret_parameters", "")
    assert manifest["engines"] == [
        {
            "name": "eu",
            "address": "eu:1671",
            "asked": True,
            "rows": 1,
            "complete": True,
            "error": None,
            "file": "eu.csv",
            "size": 9,
        },
        {
            "name": "us",
            "address": "us:1671",
            "asked": True,
            "rows": 1,
            "complete": False,
            "error": "It broke off.",
            "file": "us.incomplete.csv",
            "size": 2,
        },
        {
            "name": "asia",
            "address": "asia:1671",
            "asked": True,
            "rows": 1,
            "complete": False,
            "error": "No answer.",
            "file": None,
            "size": 0,
        },
    ]
    assert stat.S_IMODE(target.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in target.iterdir()} == {0o600}
    assert {path.name for path in tmp_path.iterdir()} == {"spools", "each"}


def test_one_that_was_not_asked_is_in_the_manifest_and_makes_nothing_incomplete(tmp_path: Path, spools: Path):
    answers = [kept(spools, "eu"), KeptAnswer(EngineShare.left_out("us", "us:1671"), None)]
    write_engine_files(tmp_path / "each", provenance(), answers)
    manifest = json.loads((tmp_path / "each" / "manifest.json").read_text())
    assert manifest["complete"]
    assert [(one["name"], one["asked"], one["file"]) for one in manifest["engines"]] == [
        ("eu", True, "eu.csv"),
        ("us", False, None),
    ]


def test_names_are_safe_and_none_is_there_twice(spools: Path):
    names = ["a/b", "a:b", "A_B", "../..", "", "manifest", "con", "zürich", "x" * 300, "\x1b[31m"]
    found = file_names([kept(spools, name) for name in names], "json")
    assert found[:8] == [
        "a_b.json",
        "a_b-2.json",
        "A_B-3.json",
        "_.json",
        "engine.json",
        "manifest-2.json",
        "_con.json",
        "zürich.json",
    ]
    assert found[8:] == [f"{'x' * 100}.json", "_31m.json"]


def test_a_name_of_letters_that_take_many_bytes_fits_the_file_system(tmp_path: Path, spools: Path):
    write_engine_files(tmp_path / "each", provenance(), [kept(spools, "東" * 100), kept(spools, "東" * 99)])
    names = {"東" * 33 + ".csv", "東" * 33 + "-2.csv", "manifest.json"}
    assert {path.name for path in (tmp_path / "each").iterdir()} == names


def test_an_empty_folder_is_filled(tmp_path: Path, spools: Path):
    (tmp_path / "each").mkdir()
    write_engine_files(tmp_path / "each", provenance(), [kept(spools, "eu")])
    assert (tmp_path / "each" / "eu.csv").exists()


def test_what_stands_there_is_left_alone(tmp_path: Path, spools: Path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("")
    (tmp_path / "file").write_text("")
    (tmp_path / "link").symlink_to(spools)
    for name, kind in (
        ("full", TargetExists),
        ("file", TargetNotWritable),
        ("link", TargetNotWritable),
        ("no/folder", TargetFolderMissing),
        ("bad\0", TargetNotWritable),
    ):
        with pytest.raises(kind):
            check_folder(tmp_path / name)
        with pytest.raises(TargetError):
            write_engine_files(tmp_path / name, provenance(), [kept(spools, "eu")])
    assert {path.name for path in tmp_path.iterdir()} == {"spools", "full", "file", "link"}
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["mine"]


def test_what_is_cancelled_leaves_nothing(tmp_path: Path, spools: Path):
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(QuestionCancelled):
        write_engine_files(tmp_path / "each", provenance(), [kept(spools, "eu")], cancellation)
    assert {path.name for path in tmp_path.iterdir()} == {"spools"}
