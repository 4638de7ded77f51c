"""Answers as an Engine writes them and as independent parsers read them."""

from __future__ import annotations

import csv
import io
import json
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from nxql_tui.wire.formats import open_reader, write_answer
from nxql_tui.wire.request import Format

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Rows = list[tuple[str | None, ...]]


class _Cells(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._is_open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self._is_open = True

    def handle_endtag(self, tag: str) -> None:
        self._is_open = self._is_open and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self._is_open:
            self.rows[-1][-1] += data


def _by_csv(body: bytes) -> list[list[str]]:
    return [row or [""] for row in csv.reader(io.StringIO(body.decode(), newline=""), delimiter="\t")]


def _by_html(body: bytes) -> list[list[str]]:
    cells = _Cells()
    cells.feed(body.decode())
    return cells.rows


def _by_xml(body: bytes) -> list[list[str]]:
    root = ElementTree.fromstring(body)
    return [[cell.text or "" for cell in row] for row in (root.find("header"), *root.findall("body/r"))]


def _by_json(body: bytes) -> list[list[str]]:
    content = json.loads(body)
    names = list(content[0]) if content else []
    return [names, *(["" if row[name] is None else str(row[name]) for name in names] for row in content)]


WITNESSES = {Format.CSV: _by_csv, Format.HTML: _by_html, Format.XML: _by_xml, Format.JSON: _by_json}


@pytest.fixture
def witness() -> Callable[[Format, bytes], list[list[str]]]:
    """Header and rows of an answer as a parser that is not ours reads them; null is an empty text."""
    return lambda answer_format, body: WITNESSES[answer_format](body)


@pytest.fixture
def written() -> Callable[..., bytes]:
    return lambda *arguments, **options: b"".join(write_answer(*arguments, **options))


@pytest.fixture
def read() -> Callable[..., tuple[tuple[str, ...] | None, Rows]]:
    """Columns and rows of an answer that comes in these pieces."""

    def run(answer_format: Format, pieces: Iterable[bytes]) -> tuple[tuple[str, ...] | None, Rows]:
        reader = open_reader(answer_format)
        rows: Rows = []
        for piece in pieces:
            rows += reader.feed(piece)
        rows += reader.finish()
        return reader.columns, rows

    return run
