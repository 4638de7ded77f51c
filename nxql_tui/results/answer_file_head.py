"""The beginning of a file that is said to hold an answer: whether it is text, and what separates its cells.

An Engine is taken at its word; what people save with other tools is looked at first.
"""

from __future__ import annotations

import codecs
from contextlib import suppress

from nxql_tui.results.errors import AnswerFileError
from nxql_tui.wire.formats import AnswerError
from nxql_tui.wire.request import Format
from nxql_tui.wire.tab_csv import SEPARATOR, CsvReader

HEAD_SIZE = 64 * 1024
"""Bytes that are enough to tell."""

COMMA = ","
SEMICOLON = ";"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def refuse_no_answer(name: str, head: bytes, answer_format: Format) -> None:
    """See whether a file can hold an answer, as far as its beginning tells.

    Raises:
        AnswerFileError: It is empty or no text, or its cells are separated by what is not read.
    """
    if not head.removeprefix(codecs.BOM_UTF8).strip():
        raise AnswerFileError(f"{name} is empty: it has not even a header.")
    if answer_format is Format.XML:
        # It says itself how it is encoded, and its parser what is wrong with it.
        return
    if head.startswith(_UTF_16):
        raise AnswerFileError(f"{name} is UTF-16.", "Save it as UTF-8; csv with TABs or commas between the cells.")
    if b"\0" in head:
        raise AnswerFileError(f"{name} holds no text.", "Answers are read from csv, json, xml and html.")
    try:
        # The last character may go on behind the head.
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError as error:
        raise AnswerFileError(f"{name} is not UTF-8.", "Save it as UTF-8.") from error
    if answer_format is Format.CSV and separator_of(head) == SEMICOLON:
        raise AnswerFileError(f"The cells of {name} are separated by ';'.", "Save it with TABs or commas between them.")


def separator_of(head: bytes) -> str:
    """What stands between the names in the first line of a csv file; TAB where it may be a single name."""
    return next((one for one in (SEPARATOR, COMMA, SEMICOLON) if _has_several_names(head, one)), SEPARATOR)


def _has_several_names(head: bytes, separator: str) -> bool:
    reader = CsvReader(separator)
    with suppress(AnswerError):
        # A line at a time: what stands in the rows must not count.
        for line in head.splitlines(keepends=True):
            reader.feed(line)
            if reader.columns is not None:
                break
        else:
            reader.finish()
    return len(reader.columns or ()) > 1
