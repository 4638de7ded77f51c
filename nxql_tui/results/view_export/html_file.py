"""A page with one table that needs nothing beside it: no script, no font, no picture."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from nxql_tui.wire.answers import in_chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nxql_tui.results.view_export.provenance import Provenance
    from nxql_tui.results.view_export.viewed_rows import ViewedRows
    from nxql_tui.wire.cells import TextCell

INCOMPLETE = "INCOMPLETE: the answer broke off; there may be more rows than these."
"""Said where a file has a place for words."""

_STYLE = """
:root { color-scheme: light dark; font: 14px/1.4 system-ui, sans-serif; }
body { margin: 1.5rem; }
h1 { font-size: 1.2rem; }
pre { white-space: pre-wrap; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .6rem; border-bottom: 1px solid #8886; text-align: left; vertical-align: top;
  white-space: pre-wrap; overflow-wrap: anywhere; }
th { position: sticky; top: 0; background: Canvas; border-bottom: 2px solid; }
tbody tr:hover { background: #8882; }
td.null::before { content: "∅"; opacity: .5; }
.incomplete { border-left: .4rem solid #c00; padding: .4rem .8rem; font-weight: bold; }
"""


def html_file(rows: ViewedRows, provenance: Provenance | None) -> Iterator[bytes]:
    """The page: what was asked, whether the answer is whole, and the rows."""
    return in_chunks(_pieces(rows, provenance))


def _pieces(rows: ViewedRows, provenance: Provenance | None) -> Iterator[str]:
    title = escape(f"Answer of {provenance.engine}" if provenance is not None else "Answer of an Engine")
    yield (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f'<meta name="viewport" content="width=device-width">\n<title>{title}</title>\n'
        f"<style>{_STYLE}{_numbers_to_the_right(rows)}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
    )
    yield from _about(rows, provenance)
    heads = "".join(f'<th scope="col">{_escaped(column.name)}</th>' for column in rows.columns)
    yield f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n"
    for row in rows:
        yield f"<tr>{''.join(map(_cell, row))}</tr>\n"
    yield "</tbody>\n</table>\n</body>\n</html>\n"


def _about(rows: ViewedRows, provenance: Provenance | None) -> Iterator[str]:
    if not rows.is_complete:
        yield f'<p class="incomplete">{INCOMPLETE}</p>\n'
    yield f"<p>{rows.row_count:,} row{'' if rows.row_count == 1 else 's'}"
    if rows.conditions:
        yield f" where {_escaped(' and '.join(rows.conditions))}"
    if provenance is not None:
        values = [f"%{number} = {value}" for number, value in provenance.parameters.items()]
        platforms = ", ".join(platform.value for platform in provenance.request.platforms)
        asked = "\n".join([provenance.request.query, *values])
        yield f" · {escape(provenance.time_text)} · {escape(platforms)}</p>\n"
        yield f"<details><summary>Query</summary><pre>{_escaped(asked)}</pre></details>\n"
    else:
        yield "</p>\n"


def _numbers_to_the_right(rows: ViewedRows) -> str:
    places: Iterable[int] = (place for place, column in enumerate(rows.columns, start=1) if column.kind.is_numeric)
    return "".join(f":is(th, td):nth-child({place}) {{ text-align: right; }}\n" for place in places)


def _cell(text: TextCell) -> str:
    return '<td class="null"></td>' if text is None else f"<td>{_escaped(text)}</td>"


def _escaped(text: str) -> str:
    # A page cannot hold NUL, and a carriage return only by its number.
    return escape(text).replace("\0", "\ufffd").replace("\r", "&#13;")
