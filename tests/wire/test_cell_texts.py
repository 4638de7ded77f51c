"""Cells are written column by column, which no answer shows."""

from __future__ import annotations

import pytest

from nxql_tui.wire.cell_texts import ROWS_TOGETHER, cell_texts, text_rows
from nxql_tui.wire.cells import Column
from nxql_tui.wire.formats import write_answer
from nxql_tui.wire.request import Format

NUMBERS = [0, 1, ROWS_TOGETHER - 1, ROWS_TOGETHER, ROWS_TOGETHER + 1, 3 * ROWS_TOGETHER]
ODD = 'a\t"b"\n<c>&'


@pytest.mark.parametrize("answer_format", Format)
@pytest.mark.parametrize("number", NUMBERS)
def test_every_row_comes_once_and_in_order(witness, written, answer_format: Format, number: int) -> None:
    columns = [Column("id", "integer"), Column("name")]
    found = witness(answer_format, written(answer_format, columns, ((n, f"row {n}") for n in range(number))))
    assert found[1:] == [[str(n), f"row {n}"] for n in range(number)]


@pytest.mark.parametrize("answer_format", Format)
@pytest.mark.parametrize("place", [0, ROWS_TOGETHER // 2, ROWS_TOGETHER - 1, ROWS_TOGETHER])
def test_one_odd_text_among_plain_ones_is_escaped_and_they_are_not(
    witness, written, answer_format: Format, place: int
) -> None:
    names = ["plain"] * (ROWS_TOGETHER + 1)
    names[place] = ODD
    body = written(answer_format, [Column("name"), Column("last")], [(name, "x") for name in names])
    assert witness(answer_format, body)[1:] == [[name, "x"] for name in names]
    assert body.count(b'"plain"') == (len(names) - 1 if answer_format is Format.JSON else 0)


@pytest.mark.parametrize("answer_format", Format)
def test_a_column_may_hold_values_of_several_types(witness, written, answer_format: Format) -> None:
    values = [None, "text", 5, 0.5, True, ODD, "", 2**70]
    body = written(answer_format, [Column("n"), Column("last")], [(value, "x") for value in values])
    assert [cell for cell, _ in witness(answer_format, body)[1:]] == [
        "", "text", "5", "0.5", "yes", ODD, "", "1180591620717411303424"
    ]  # fmt: skip


@pytest.mark.parametrize("heading", ["100%", "%s", "%(name)s", "%%", 'say "yes"', "{0}"])
def test_a_heading_of_json_is_no_template(witness, written, heading: str) -> None:
    body = written(Format.JSON, [Column(heading), Column("last")], [("5%s", "x")])
    assert witness(Format.JSON, body) == [[heading, "last"], ["5%s", "x"]]


@pytest.mark.parametrize("answer_format", Format)
@pytest.mark.parametrize("row", [("a",), ("a", "b", "c")])
def test_a_row_of_another_width_is_a_fault(answer_format: Format, row: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="argument"):
        list(write_answer(answer_format, [Column("a"), Column("b")], [row]))


def test_rows_are_taken_as_they_are_needed() -> None:
    taken = 0

    def rows():
        nonlocal taken
        for taken in range(1, 100_000):
            yield (taken,)

    texts = text_rows(cell_texts([Column("n", "integer")], str, human_readable=False), rows())
    assert next(texts) == ("1",)
    assert taken <= ROWS_TOGETHER
