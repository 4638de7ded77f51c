"""What runs on devices: executions, and the errors and warnings of programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.engine.sample.event_rows import build_event_rows, build_event_view
from nxql_tui.engine.sample.software import BINARY_SLOTS
from nxql_tui.engine.sample.users import ROOT_USER, SYSTEM_USER

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PROGRAM_LINKS = '"@user", "@application", "@executable", "@binary"'
"""The links of every event of a program."""

USER_OF_EVENT = f"""
    CASE WHEN (h >> 12) & 7 = 0 THEN CASE WHEN drawn.platform = 'windows' THEN {SYSTEM_USER} ELSE {ROOT_USER} END
         ELSE person END AS "@user"
"""
"""One event in eight runs as the system itself."""

PROGRAM_OF_EVENT = 'binary_slot.application AS "@application", binary_slot.executable AS "@executable", binary_slot."binary" AS "@binary"'

PROGRAM_JOIN = f"""
    JOIN binary_slot ON binary_slot.slot = (platform_slot + (h & {BINARY_SLOTS - 1})
        + CASE WHEN is_infected AND (h >> 20) & 31 = 0 THEN {2 * BINARY_SLOTS} ELSE 0 END)::USMALLINT
"""
"""Threats run on infected devices only, and not often there."""

_ERROR_JOIN = f"""
    JOIN binary_slot ON binary_slot.slot = CASE WHEN drawn.platform = 'windows' AND (h >> 20) & 7 < 3 THEN bad_slot
                                                ELSE platform_slot + (h & {BINARY_SLOTS - 1}) END::USMALLINT
"""
"""Three errors in eight are of the bad version."""

_EXECUTION = """
    moment AS start_time,
    CAST(1 + CASE WHEN h & 7 = 0 THEN (h >> 3) & 15 ELSE 0 END AS BIGINT) AS cardinality,
    sample.until_now(moment, CAST(300 + 14400000 * pow(sample.part(h, 8), 5) AS BIGINT)) AS duration,
    date_trunc('second', moment + to_milliseconds(sample.until_now(moment,
        CAST(300 + 14400000 * pow(sample.part(h, 8), 5) AS BIGINT)))) AS end_time,
    CAST(path AS VARCHAR) AS binary_path,
    CAST((4 + hash("@executable") % 380) * (700 + (h >> 18) & 511) * 1024 AS BIGINT) AS average_memory_usage,
    CAST((4 + hash("@executable") % 380) * (800 + (h >> 18) & 511) * 1024 AS BIGINT) AS memory_usage,
    CASE WHEN (h >> 28) & 3 = 0 THEN CAST(sample.until_now(moment, CAST(300 + 14400000 * pow(sample.part(h, 8), 5) AS BIGINT))
        * sample.part(h, 30) AS BIGINT) END AS focus_time,
    CAST((h >> 30) & 65535 AS BIGINT) * CASE WHEN (h >> 46) & 3 = 0 THEN 64 ELSE 0 END AS incoming_tcp_traffic,
    CAST((h >> 31) & 16383 AS BIGINT) * CASE WHEN (h >> 46) & 3 = 0 THEN 32 ELSE 0 END AS outgoing_tcp_traffic,
    CAST((h >> 32) & 4095 AS BIGINT) * CASE WHEN (h >> 46) & 15 = 0 THEN 16 ELSE 0 END AS incoming_udp_traffic,
    CAST((h >> 33) & 4095 AS BIGINT) * CASE WHEN (h >> 46) & 15 = 0 THEN 8 ELSE 0 END AS outgoing_udp_traffic,
    CASE WHEN (h >> 40) & 31 = 0 THEN 'administrator' WHEN (h >> 40) & 31 = 1 THEN 'power user' ELSE 'user' END
        AS privilege_level,
    CASE WHEN "@platform" = 'windows' AND (h >> 45) & 3 > 0
         THEN CAST(80 + 9000 * pow(sample.part(h, 47), 4) AS BIGINT) END AS startup_duration,
    CASE WHEN (h >> 52) & 7 = 0 AND moment::DATE = sample.now()::DATE THEN 'started' ELSE 'stopped' END AS status,
    CAST(sample.until_now(moment, CAST(300 + 14400000 * pow(sample.part(h, 8), 5) AS BIGINT))
        * pow(sample.part(h, 53), 3) * 1.2 AS BIGINT) AS total_cpu_time
"""

_ERROR = """
    moment AS "time", CASE WHEN h & 3 = 0 THEN 'application not responding' ELSE 'crash' END AS type,
    CASE WHEN h & 3 = 0 THEN 'Hang detected after ' || (5 + (h >> 4) & 31) || ' s'
         WHEN (h >> 4) & 63 = 0
         THEN 'Faulting module "ntdll.dll"' || chr(9) || 'offset 0x' || to_hex((h >> 8) & 1048575) || chr(10)
              || repeat('frame <unknown> & more; ', 100)
         ELSE 'Exception code 0xc0000005, offset 0x' || to_hex((h >> 8) & 1048575) END AS info
"""

WARNING_FIELDS = """
    moment AS start_time,
    sample.until_now(moment, CAST(120000 + 2400000 * pow(sample.part(h, 8), 2) AS BIGINT)) AS duration,
    date_trunc('second', moment + to_milliseconds(sample.until_now(moment,
        CAST(120000 + 2400000 * pow(sample.part(h, 8), 2) AS BIGINT)))) AS end_time,
    CAST(sample.until_now(moment, CAST(120000 + 2400000 * pow(sample.part(h, 8), 2) AS BIGINT))
        * (0.3 + 0.7 * sample.part(h, 18)) AS BIGINT) AS warning_duration,
    round(0.6 + 0.4 * sample.part(h, 28), 2) AS value,
    CASE WHEN (h >> 40) & 7 = 0 THEN '' ELSE 'Threshold passed for ' || (1 + (h >> 43) & 31) || ' min' END AS info
"""


def build_executions(connection: DuckDBPyConnection) -> None:
    """Make `execution`, `execution_error` and `execution_warning`."""
    build_event_rows(
        connection, "execution", 100, number="1 + events * 0.3",
        columns=f"{USER_OF_EVENT}, {PROGRAM_OF_EVENT}, path", joins=PROGRAM_JOIN,
    )  # fmt: skip
    build_event_view(connection, "execution", 100, links=PROGRAM_LINKS, fields=_EXECUTION)
    build_event_rows(
        connection, "execution_error", 110,
        number="floor(events * CASE WHEN is_crashing THEN 0.09 ELSE 0.002 END + sample.draw(subject, 'errors'))",
        columns=f"{USER_OF_EVENT}, {PROGRAM_OF_EVENT}", joins=_ERROR_JOIN,
    )  # fmt: skip
    build_event_view(connection, "execution_error", 110, links=PROGRAM_LINKS, fields=_ERROR)
    build_event_rows(
        connection, "execution_warning", 120, number="floor(events * 0.012 + sample.draw(subject, 'warnings'))",
        columns=f"{USER_OF_EVENT}, {PROGRAM_OF_EVENT}", joins=PROGRAM_JOIN,
    )  # fmt: skip
    kind = "CASE WHEN h & 1 = 0 THEN 'high cpu usage' ELSE 'high memory usage' END AS type"
    build_event_view(
        connection, "execution_warning", 120, links=PROGRAM_LINKS, fields=f"{WARNING_FIELDS}, {kind}"
    )  # fmt: skip
