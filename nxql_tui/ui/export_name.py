"""A name for the file of an answer."""

from __future__ import annotations

from datetime import datetime

from nxql_tui.nxql.parser import parse
from nxql_tui.nxql.tree import Select


def suggested_name(query: str, now: datetime | None = None) -> str:
    """The tables asked and the local time, without an ending: `device-2026-11-23T101500`."""
    moment = now or datetime.now().astimezone()
    statement = parse(query).statement
    tables = [table.text for table in statement.source.tables] if isinstance(statement, Select) else []
    plain = [table for table in tables if table.isidentifier() and table.isascii()]
    return f"{'-'.join(plain) or 'answer'}-{moment:%Y-%m-%dT%H%M%S}"
