from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nxql_tui.library.saved_queries import SavedQueries
from nxql_tui.library.saved_query import SavedParameter
from nxql_tui.wire.request import Platform

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.conftest import Program

QUERY = "// for people\n(select (name) (from device (where device (eq name (pattern %1)))))"


def test_what_is_saved_can_be_asked_by_its_name(program: Program) -> None:
    done = program.run("queries", "save", "my devices", QUERY, "--default", "1=*L00001")
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr == b"Saved 'my devices'. Ask it with: nxql-tui query --saved 'my devices'\n"
    assert program.run("query", "--demo", "--saved", "my devices").stdout.split() == [b"name", b"NXT-PAR-L00001"]


def test_everything_that_people_should_know_is_kept(program: Program, folder: Path) -> None:
    words = ("--title", "Mine", "--description", "All of them.", "--group", "daily", "--platform", "windows,mac_os")
    program.run("queries", "save", "mine", "-", *words, "--label", "1=name", "--secret", "1", typed=QUERY.encode())
    query = SavedQueries(folder).load("mine")
    assert (query.title, query.description, query.group) == ("Mine", "All of them.", "daily")
    assert query.platforms == (Platform.WINDOWS, Platform.MAC_OS)
    assert query.parameters == (SavedParameter(1, "name", secret=True),)
    assert query.text == QUERY


def test_a_copy_of_an_example_brings_what_is_said_about_it(program: Program, folder: Path) -> None:
    program.run("queries", "save", "mine", "--saved", "slow-boots", "--title", "Mine")
    example, copy = SavedQueries(folder).load("slow-boots"), SavedQueries(folder).load("mine")
    assert (copy.title, copy.group, copy.parameters) == ("Mine", example.group, example.parameters)
    assert not copy.is_example


def test_a_file_with_a_head_is_taken_with_it(program: Program, folder: Path) -> None:
    (program.folder / "sent.nxql").write_text(f'+++\ngroup = "sent"\n[parameters.1]\nlabel = "x"\n+++\n{QUERY}\n')
    program.run("queries", "save", "mine", "-f", "sent.nxql")
    assert SavedQueries(folder).load("mine").group == "sent"
    assert SavedQueries(folder).load("mine").parameters == (SavedParameter(1, "x"),)


def test_one_that_is_replaced_leaves_what_is_not_said_anew(program: Program, folder: Path) -> None:
    (folder / "mine.nxql").write_text(f'+++\n# by hand\ntitle = "Old"\ngroup = "daily"\n+++\n{QUERY}\n')
    kept = (folder / "mine.nxql").read_text()
    refused = program.run("queries", "save", "mine", "(select (id) (from device))", "--title", "New")
    assert refused.returncode == 2
    assert b"There is a query 'mine' already. Choose another name, or give --replace." in refused.stderr
    assert (folder / "mine.nxql").read_text() == kept
    program.run("queries", "save", "mine", "(select (id) (from device))", "--title", "New", "--replace")
    assert (folder / "mine.nxql").read_text() == (
        '+++\n# by hand\ntitle = "New"\ngroup = "daily"\n+++\n(select (id) (from device))\n'
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("a/b", QUERY), "'a/b' cannot be the name of a query: it holds /. Choose another name."),
        (("mine",), "Give a query, a file with -f FILE, - for standard input, or --saved NAME."),
        (("mine", " \n"), "The query is empty, so nothing was saved."),
        (("mine", QUERY, "--label", "name"), "'name' does not say of which placeholder: 1=name"),
        (("mine", QUERY, "--label", "1=a", "--label", "1=b"), "%1 is given twice."),
        (("mine", QUERY, "--default", "2=x"), "The query holds no %2, so nothing can be said about it."),
        (("mine", QUERY, "--default", "1=x", "--secret", "1"), "%1 cannot be secret and have a default"),
        (("mine", QUERY, "--platform", "linux"), "'linux' is no platform; there are windows, mac_os, mobile."),
        (("mine", "--saved", "slow-boot"), "There is no saved query 'slow-boot'. Did you mean 'slow-boots'"),
        (("mine", "+++\ntitel = 1\n+++\n"), "the query, line 2: 'titel' is not a known key. Did you mean 'title'?"),
    ],
)
def test_nothing_is_saved_of_what_cannot_be(
    program: Program, folder: Path, arguments: tuple[str, ...], message: str
) -> None:
    done = program.run("queries", "save", *arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert message in done.stderr.decode()
    assert list(folder.iterdir()) == []
