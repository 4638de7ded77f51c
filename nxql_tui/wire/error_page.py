"""The page an Engine answers with when it refuses a question (`reference/web_api.md` §3.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

OPTIONS_HEADING = "Did you mean:"
"""First line of the options; a client drops it [client], its words are [inferred]."""

LARGEST_PAGE = 1_000_000
"""Bytes of an error page that are read."""

_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What an Engine says of a wrong question."""

    message: str
    """A sentence; the word at fault stands between single quotes [client]."""
    options: tuple[str, ...] = ()
    """Names that could have been meant."""

    @property
    def offending_word(self) -> str | None:
        """What stands between the first two single quotes of the message."""
        found = re.search(r"'([^']+)'", self.message)
        return found[1] if found else None


def write_error_page(page: ErrorPage) -> bytes:
    """The page in the one form our Engine writes."""
    options = ""
    if page.options:
        items = "".join(f"<li>{_text(option)}</li>" for option in page.options)
        options = f'<div id="error_options">{OPTIONS_HEADING} <ul>{items}</ul></div>'
    return (
        "<html><head><title>Error</title></head><body>"
        f'<div id="error_message">{_text(page.message)}</div>{options}</body></html>'
    ).encode()


def read_error_page(body: bytes) -> ErrorPage | None:
    """The message and options on a page; None when it holds no message."""
    reader = _ErrorPageReader()
    reader.feed(body[:LARGEST_PAGE].decode(errors="replace"))
    reader.close()
    message = " ".join("".join(reader.message).split())
    if not message:
        return None
    options = (" ".join("".join(option).split()) for option in reader.options)
    return ErrorPage(message, tuple(option for option in options if option))


def short_page(title: str, text: str) -> bytes:
    """A page for people who meet the Engine with a browser: 401, 403, 404."""
    head = f"<head><title>{_text(title)}</title></head>"
    return f"<html>{head}<body><h1>{_text(title)}</h1><p>{_text(text)}</p></body></html>".encode()


def _text(text: str) -> str:
    return escape(text.encode(errors="replace").decode())


class _ErrorPageReader(HTMLParser):
    """Collects the text inside `error_message` and of the list items inside `error_options`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.message: list[str] = []
        self.options: list[list[str]] = []
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        while tag == "li" and self._open and self._open[-1][0] == "li":
            self._open.pop()
        self._open.append((tag, dict(attrs).get("id") or ""))
        if tag == "li" and self._inside("error_options"):
            self.options.append([])

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        if self._inside("error_message"):
            self.message.append(data)
        elif self.options and self._inside("error_options") and any(tag == "li" for tag, _ in self._open):
            self.options[-1].append(data)

    def _inside(self, name: str) -> bool:
        return any(identifier == name for _, identifier in self._open)
