from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.library.errors import (
    NoSuchQuery,
    QueryExists,
    QueryFileError,
    QueryIsExample,
    QueryNameError,
)
from nxql_tui.library.saved_queries import SavedQueries
from nxql_tui.library.saved_query import SavedParameter, SavedQuery
from nxql_tui.wire.request import Platform

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "(select (name) (from device))"
EXAMPLE = "slow-boots"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "config" / "queries"


@pytest.fixture
def saved(folder: Path) -> SavedQueries:
    return SavedQueries(folder)


def own_names(saved: SavedQueries) -> list[str]:
    return [query.name for query in saved.read_all().queries if not query.is_example]


def write(folder: Path, name: str, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.nxql").write_text(text)


# Listing and loading


def test_without_a_folder_there_are_the_examples(saved: SavedQueries) -> None:
    listed = saved.read_all()
    assert listed.queries
    assert all(query.is_example for query in listed.queries)
    assert listed.mistakes == ()


def test_a_file_with_a_mistake_hides_no_other(saved: SavedQueries, folder: Path) -> None:
    write(folder, "broken", "+++\ntitel = 'x'\n+++\n(x)\n")
    write(folder, "good", TEXT)
    (mistake,) = saved.read_all().mistakes
    assert str(mistake) == (f"{folder / 'broken.nxql'}, line 2: 'titel' is not a known key. Did you mean 'title'?")
    assert own_names(saved) == ["good"]


def test_a_file_whose_name_no_query_can_have_is_a_mistake_too(saved: SavedQueries, folder: Path) -> None:
    write(folder, "nul", TEXT)
    write(folder, "two\nlines", TEXT)
    write(folder, "good", TEXT)
    os.close(os.open(os.fsencode(folder) + b"/\xff.nxql", os.O_CREAT | os.O_WRONLY))
    mistakes = saved.read_all().mistakes
    assert all(isinstance(mistake, QueryNameError) for mistake in mistakes)
    assert ["Windows" in str(mistake) for mistake in mistakes].count(True) == 1
    assert len(mistakes) == 3
    assert "\n" not in "".join(map(str, mistakes))
    assert own_names(saved) == ["good"]


def test_other_files_in_the_folder_are_nobodys_business(saved: SavedQueries, folder: Path) -> None:
    write(folder, ".good.nxql.abcd1234", TEXT)
    (folder / "notes.txt").write_text("x")
    (folder / "folder.nxql").mkdir()
    os.mkfifo(folder / "pipe.nxql")
    assert own_names(saved) == []
    assert saved.read_all().mistakes == ()


def test_queries_stand_by_group_then_by_name(saved: SavedQueries) -> None:
    for name, group in (("b", "zoo"), ("a", "zoo"), ("z", ""), ("C", "apes")):
        saved.save(SavedQuery(name, TEXT, group=group))
    assert own_names(saved) == ["z", "C", "a", "b"]


def test_an_example_is_loaded_by_name(saved: SavedQueries) -> None:
    query = saved.load(EXAMPLE)
    assert query.is_example
    assert query.group == "health"


def test_an_unknown_name_is_answered_with_the_nearest(saved: SavedQueries) -> None:
    with pytest.raises(NoSuchQuery, match=r"There is no saved query 'slow-bots'\. Did you mean 'slow-boots'") as caught:
        saved.load("slow-bots")
    assert caught.value.nearest[0] == EXAMPLE


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "a\x00b", "x" * 5000, "/etc/hostname", "..", "a\udc80"])
def test_what_is_no_name_is_simply_not_there(saved: SavedQueries, name: str) -> None:
    with pytest.raises(NoSuchQuery):
        saved.load(name)
    with pytest.raises(NoSuchQuery):
        saved.delete(name)


def test_a_folder_that_is_none_says_so(saved: SavedQueries, folder: Path) -> None:
    folder.parent.mkdir()
    folder.write_text("x")
    with pytest.raises(QueryFileError, match="the folder cannot be read: Not a directory"):
        saved.read_all()
    with pytest.raises(QueryFileError, match="cannot be written"):
        saved.save(SavedQuery("a", TEXT))


# Saving


def test_a_saved_query_is_for_its_owner_only(saved: SavedQueries, folder: Path) -> None:
    saved.save(SavedQuery("a", TEXT))
    assert (folder / "a.nxql").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "a.nxql").read_text() == f"{TEXT}\n"


def test_a_head_is_written_as_people_would(saved: SavedQueries, folder: Path) -> None:
    saved.save(
        SavedQuery(
            "a",
            "(select (name) (from device (where device (eq name (string %1)))))",
            title="A device",
            group="mine",
            platforms=(Platform.WINDOWS, Platform.MAC_OS),
            parameters=(SavedParameter(1, "device", "PC1", ("PC1", "PC2")), SavedParameter(2, secret=True)),
        )
    )
    assert (
        (folder / "a.nxql").read_text()
        == """\
+++
title = "A device"
group = "mine"
platforms = ["windows", "mac_os"]

[parameters.1]
label = "device"
default = "PC1"
choices = ["PC1", "PC2"]

[parameters.2]
secret = true
+++
(select (name) (from device (where device (eq name (string %1)))))
"""
    )


def test_a_query_is_replaced_only_when_told(saved: SavedQueries) -> None:
    saved.save(SavedQuery("a", "(old)"))
    with pytest.raises(QueryExists, match="There is a query 'a' already"):
        saved.save(SavedQuery("a", "(new)"))
    assert saved.load("a").text == "(old)"
    saved.save(SavedQuery("a", "(new)"), overwrite=True)
    assert saved.load("a").text == "(new)"


def test_what_people_wrote_in_the_head_stays(saved: SavedQueries, folder: Path) -> None:
    write(
        folder,
        "a",
        "+++\n# by Kim\ntitle = 'Old'  # short\ngroup = 'mine'\nplatforms = ['windows']\n\n# asked by the help desk\n[parameters.1]\n"
        "label = 'device' # its name\ndefault = 'x'\n+++\n// why\n(x %1)\n",
    )
    query = saved.load("a")
    changed = replace(
        query,
        title="New",
        group="",
        description="d",
        parameters=(replace(query.parameters[0], default=None), SavedParameter(2, "y")),
    )
    assert saved.save(changed, overwrite=True) == changed
    assert (folder / "a.nxql").read_text() == (
        '+++\n# by Kim\ntitle = "New"  # short\nplatforms = [\'windows\']\ndescription = "d"\n\n# asked by the help desk\n[parameters.1]\n'
        "label = 'device' # its name\n\n[parameters.2]\nlabel = \"y\"\n+++\n// why\n(x %1)\n"
    )


@pytest.mark.parametrize(
    "head",
    [
        "parameters.1.label = 'x' # dotted",
        "parameters = { 1 = { label = 'x' } } # inline",
        "[parameters]\n1 = { label = 'x' } # inline",
        "[parameters.1]\nlabel = 'x'\n[parameters.3]\nlabel = 'z' # third",
        '["parameters"."1"]\n"label" = "x" # quoted',
        "title = 'x' # title\n[parameters]\n[parameters.1]\n",
    ],
)
def test_however_a_head_is_spelt_it_says_the_new_things_afterwards(
    saved: SavedQueries, folder: Path, head: str
) -> None:
    write(folder, "a", f"+++\n# first\n{head}\n+++\n(x)\n")
    changed = replace(
        saved.load("a"),
        title="T",
        platforms=(Platform.MOBILE,),
        parameters=(SavedParameter(1, "one"), SavedParameter(2, "two", "2", ("1", "2"))),
    )
    saved.save(changed, overwrite=True)
    assert saved.load("a") == changed
    assert "# first" in (folder / "a.nxql").read_text()


def test_a_file_that_is_not_understood_is_never_replaced(saved: SavedQueries, folder: Path) -> None:
    write(folder, "a", "+++\ntitle =\n+++\nprecious\n")
    with pytest.raises(QueryFileError, match="line 2"):
        saved.save(SavedQuery("a", TEXT), overwrite=True)
    assert "precious" in (folder / "a.nxql").read_text()


def test_what_may_not_stand_in_a_file_is_not_saved(saved: SavedQueries, folder: Path) -> None:
    secret = SavedParameter(1, "token", default="hunter2", secret=True)
    with pytest.raises(QueryFileError, match="would keep a secret in this file"):
        saved.save(SavedQuery("a", TEXT, parameters=(secret,)))
    with pytest.raises(QueryFileError, match="same number"):
        saved.save(SavedQuery("a", TEXT, parameters=(SavedParameter(1, "a"), SavedParameter(1, "b"))))
    with pytest.raises(QueryFileError, match="cut in halves"):
        saved.save(SavedQuery("a", "(select \ud800)"))
    with pytest.raises(QueryNameError):
        saved.save(SavedQuery("../a", TEXT))
    assert not folder.exists()


def test_a_query_of_the_users_own_hides_the_example_until_it_is_deleted(saved: SavedQueries) -> None:
    saved.save(replace(saved.load(EXAMPLE), title="Mine"))
    assert saved.load(EXAMPLE).title == "Mine"
    assert [query.name for query in saved.read_all().queries].count(EXAMPLE) == 1
    saved.delete(EXAMPLE)
    assert saved.load(EXAMPLE).is_example


TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
PARAMETERS_OF_A_QUERY = st.lists(
    st.builds(
        lambda number, label, choices, secret, default: SavedParameter(
            number,
            label,
            None if secret else (choices[0] if choices and default is not None else default),
            () if secret else tuple(choices),
            secret,
        ),
        st.integers(1, 999_999),
        TEXTS,
        st.lists(TEXTS, max_size=2),
        st.booleans(),
        st.none() | TEXTS,
    ),
    unique_by=lambda parameter: parameter.number,
    max_size=3,
).map(lambda parameters: tuple(sorted(parameters, key=lambda parameter: parameter.number)))
QUERIES = st.builds(
    SavedQuery,
    name=st.just("a"),
    text=(TEXTS | st.sampled_from(["+++", "+++\n(x)\n+++", "\ufeff(x)", "\n", ""])).map(
        lambda text: text.replace("\r", "")
    ),
    title=TEXTS,
    description=TEXTS,
    group=TEXTS,
    platforms=st.lists(st.sampled_from(Platform), min_size=1, unique=True).map(tuple),
    parameters=PARAMETERS_OF_A_QUERY,
)


@given(QUERIES, QUERIES)
def test_what_is_saved_is_what_is_loaded(
    tmp_path_factory: pytest.TempPathFactory, first: SavedQuery, second: SavedQuery
) -> None:
    saved = SavedQueries(tmp_path_factory.mktemp("queries"))
    assert saved.save(first) == saved.load("a") == first
    assert saved.save(second, overwrite=True) == saved.load("a") == second


def test_every_usual_end_of_a_line_becomes_a_line_feed(saved: SavedQueries) -> None:
    assert saved.save(SavedQuery("a", "a\r\nb\rc\n")).text == saved.load("a").text == "a\nb\nc\n"


# Renaming and deleting


def test_a_query_gets_another_name(saved: SavedQueries) -> None:
    saved.save(SavedQuery("a", TEXT))
    saved.rename("a", "b")
    assert own_names(saved) == ["b"]
    saved.rename("b", "b")
    assert own_names(saved) == ["b"]


def test_no_query_is_lost_by_renaming(saved: SavedQueries) -> None:
    saved.save(SavedQuery("a", "(a)"))
    saved.save(SavedQuery("b", "(b)"))
    with pytest.raises(QueryExists):
        saved.rename("a", "b")
    with pytest.raises(QueryNameError):
        saved.rename("a", "x/y")
    with pytest.raises(NoSuchQuery):
        saved.rename("c", "d")
    assert [saved.load(name).text for name in ("a", "b")] == ["(a)", "(b)"]


def test_examples_stay_as_they_are(saved: SavedQueries) -> None:
    for change in (lambda: saved.delete(EXAMPLE), lambda: saved.rename(EXAMPLE, "mine")):
        with pytest.raises(QueryIsExample, match="Save it under another name"):
            change()


def test_a_deleted_query_is_gone(saved: SavedQueries, folder: Path) -> None:
    saved.save(SavedQuery("a", TEXT))
    saved.delete("a")
    assert list(folder.iterdir()) == []
    with pytest.raises(NoSuchQuery):
        saved.delete("a")
