"""Writing a query in an editor outside."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from nxql_tui.ui.editor.external_editor import ExternalEditorFailed, edit_text

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "(select (name) (from device))"


def use(monkeypatch: pytest.MonkeyPatch, folder: Path, program: str) -> None:
    """Set EDITOR to a Python program that gets the file as its argument."""
    script = folder / "an editor.py"
    script.write_text(f"import pathlib, sys\npath = pathlib.Path(sys.argv[1])\n{program}\n")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"{sys.executable} '{script}'")


def test_what_the_editor_wrote_comes_back(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    use(monkeypatch, tmp_path, "path.write_text(path.read_text().replace('name', 'id'))")
    assert edit_text(TEXT) == "(select (id) (from device))"


def test_the_file_is_private_and_gone_afterwards(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    note = tmp_path / "note"
    use(
        monkeypatch,
        tmp_path,
        f"pathlib.Path({str(note)!r}).write_text(f'{{path}} {{path.parent.stat().st_mode & 0o777:o}}')",
    )
    edit_text(TEXT)
    path, mode = note.read_text().rsplit(" ", 1)
    assert mode == "700"
    assert not tmp_path.joinpath(path).exists()


@pytest.mark.parametrize(
    "program",
    ["sys.exit(3)", "path.unlink()", "path.write_bytes(bytes([0xff, 0xfe, 0xfd]))"],
)
def test_a_failing_editor_says_that_the_query_is_as_it_was(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: str
) -> None:
    use(monkeypatch, tmp_path, program)
    with pytest.raises(ExternalEditorFailed, match=r"[Tt]he query is as it was"):
        edit_text(TEXT)


@pytest.mark.parametrize("command", ["no-such-editor-here", "'unclosed"])
def test_an_editor_that_cannot_be_started_is_named(monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv("VISUAL", command)
    with pytest.raises(ExternalEditorFailed, match="Set EDITOR to one that is installed"):
        edit_text(TEXT)
