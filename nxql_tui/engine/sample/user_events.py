"""What users do: log on, work, print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.engine.sample.event_rows import build_event_rows, build_event_view
from nxql_tui.engine.sample.network import PRINTERS_OF_A_SITE

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_ACTIVITY_COLUMNS = """
    person AS "@user", k = 0 AS is_logon, (seconds // number)::INTEGER AS stretch,
    CASE WHEN k = 0 THEN round(coalesce(typical_logon, 6000) * (0.7 + 0.6 * sample.part(h, 18))) END::INTEGER
        AS logon_duration
"""

_ACTIVITY = """
    moment AS "time", CASE WHEN is_logon THEN 'logon' ELSE 'interaction' END AS type,
    CAST(CASE WHEN is_logon THEN logon_duration ELSE sample.until_now(moment, CAST(stretch * 400 AS BIGINT)) END AS BIGINT)
        AS duration,
    CAST(CASE WHEN is_logon THEN round(logon_duration * 2.4) ELSE sample.until_now(moment, CAST(stretch * 400 AS BIGINT)) END
         AS BIGINT) AS real_duration
"""


def build_user_events(connection: DuckDBPyConnection) -> None:
    """Make `user_activity` and `print_job`."""
    build_event_rows(
        connection, "user_activity", 400,
        number="CASE WHEN device_type = 'server' THEN 0 ELSE 2 + floor(sample.draw(subject, 'stretches of work') * 3) END",
        columns=_ACTIVITY_COLUMNS,
    )  # fmt: skip
    build_event_view(connection, "user_activity", 400, links='"@user"', fields=_ACTIVITY)
    build_event_rows(
        connection, "print_job", 410,
        number="""CASE WHEN platform = 'windows' AND device_type <> 'server'
                       THEN floor(sample.draw(subject, 'prints') * 1.6) ELSE 0 END""",
        columns=f"""person AS "@user",
                    ((subnet // 10 - 1) * {PRINTERS_OF_A_SITE} + 1 + (h >> 8) % {PRINTERS_OF_A_SITE})::SMALLINT AS "@printer\"""",
    )  # fmt: skip
    build_event_view(connection, "print_job", 410, links='"@user", "@printer"', fields='moment AS "time"')
