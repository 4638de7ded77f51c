"""Which objects an update would change, in whatever shape the answers come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nxql_tui.client.errors import ClientError, SpoolError
from nxql_tui.nxql.matching_select import matching_selects
from nxql_tui.updates.matching_objects import find_matching_objects
from nxql_tui.wire.request import Format, Platform, QueryRequest

if TYPE_CHECKING:
    from pathlib import Path

UPDATE = QueryRequest(
    "(update (set #Location (enum %1)) (from device (where device (eq name (string %2)))))",
    platforms=(Platform.MAC_OS,),
    parameters={1: "Paris", 2: "x", 3: "unused"},
    format=Format.XML,
    human_readable=True,
)
SELECTS = matching_selects(UPDATE.query, UPDATE.parameters)


class ScriptedEngine:
    """Answers the sample and the count with these bytes."""

    def __init__(self, sample: bytes, count: bytes) -> None:
        self._answers = {SELECTS.sample: sample, SELECTS.count: count}
        self.questions: list[QueryRequest] = []

    def ask(self, request: QueryRequest, spool: Path, **_: object) -> None:
        self.questions.append(request)
        spool.write_bytes(self._answers[request.query])


def find(engine: ScriptedEngine, folder: Path):
    return find_matching_objects(engine, UPDATE, SELECTS, folder)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("body", "count"),
    [
        (b"id\n", 0),
        (b"id\n1\n2\n", 2),
        (b"id\r\n1\r\n2\r\n", 2),
        (b"id\n1\n2", 2),
        (b"id\n1\n2\n\n", 2),
        (b"\xef\xbb\xbfid\n1\n", 1),
        (b"id\n" + b"1\n" * 100_000, 100_000),
    ],
)
def test_rows_are_counted_and_ends_of_lines_are_not(tmp_path: Path, body: bytes, count: int):
    objects = find(ScriptedEngine(b"name\tLocation\nPC1\t\n", body), tmp_path)
    assert objects.count == count
    assert (objects.columns, objects.sample) == (("name", "Location"), (("PC1", None),))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("body", [b"", b"\n<html><body>Starting</body></html>", b'id\n"1\n2'])
def test_an_answer_that_says_nothing_is_not_taken_for_no_objects(tmp_path: Path, body: bytes):
    with pytest.raises(ClientError):
        find(ScriptedEngine(b"name\tLocation\n", body), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_questions_are_asked_under_the_circumstances_of_the_update(tmp_path: Path):
    engine = ScriptedEngine(b"name\tLocation\n", b"id\n")
    find(engine, tmp_path)
    for question in engine.questions:
        assert (question.platforms, question.format, question.human_readable) == (
            (Platform.MAC_OS,),
            Format.CSV,
            False,
        )
        assert question.parameters == {2: "x"}


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SpoolError, match="file"):
        find(ScriptedEngine(b"", b""), tmp_path / "file")
