"""What happens to devices as a whole: boots, load, errors, warnings, installations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.engine.sample.event_rows import build_event_rows, build_event_view
from nxql_tui.engine.sample.executions import WARNING_FIELDS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_ACTIVITY_COLUMNS = """
    k = 0 AS is_boot, (seconds // number)::INTEGER AS stretch,
    CASE WHEN k = 0 AND platform = 'windows' THEN round(typical_boot * (0.7 + 0.6 * sample.part(h, 8)))
         WHEN k = 0 THEN 20000 + (h & 16383) END::INTEGER AS boot_duration,
    CASE WHEN k = 0 AND platform = 'windows' AND device_type <> 'server'
         THEN round(typical_logon * (0.7 + 0.6 * sample.part(h, 18))) END::INTEGER AS logon_duration
"""

_ACTIVITY = """
    moment AS "time", CASE WHEN is_boot THEN 'boot' ELSE 'activity' END AS type,
    CASE WHEN is_boot THEN CASE WHEN h & 3 = 0 THEN 'fast startup' ELSE 'full boot' END END AS boot_type,
    CAST(CASE WHEN is_boot THEN sample.until_now(moment, boot_duration) ELSE sample.until_now(moment, stretch::BIGINT * 1000) END
         AS BIGINT) AS duration
"""

_ACTIVITY_LINKS = """
    CAST(logon_duration AS BIGINT) AS "@logon_duration", CAST(round(logon_duration * 2.4) AS BIGINT)
        AS "@extended_logon_duration",
    CASE WHEN is_boot THEN 0 ELSE CAST(round(sample.until_now(moment, stretch::BIGINT * 1000) * 0.6) AS BIGINT) END
        AS "@interaction_duration"
"""

_PERFORMANCE = """
    moment AS start_time, 3600000::BIGINT AS duration, moment + INTERVAL 1 HOUR AS end_time,
    round(4 * pow(sample.part(h, 0), 2), 3) AS average_cpu_usage,
    round(pow(sample.part(h, 0), 2), 4) AS normalized_cpu_usage,
    CAST((2000 + (h >> 10) & 8191) * 1048576 AS BIGINT) AS average_memory_usage,
    CAST((h >> 24) & 7 AS BIGINT) AS cpu_queue_length,
    CASE WHEN (h >> 27) & 15 > 0 THEN CAST((h >> 30) & 262143 AS BIGINT) END AS read_operations,
    CASE WHEN (h >> 27) & 15 > 0 THEN CAST((h >> 34) & 131071 AS BIGINT) END AS write_operations
"""

_ERROR = """
    moment AS "time",
    CASE h & 7 WHEN 0 THEN 'smart disk failure' WHEN 1 THEN 'system crash' WHEN 2 THEN 'system crash'
               WHEN 3 THEN 'system crash' ELSE 'hard reset' END AS type,
    CASE h & 7 WHEN 0 THEN 'Reallocated sectors: ' || (1 + (h >> 4) & 255) WHEN 1 THEN 'DRIVER_IRQL_NOT_LESS_OR_EQUAL'
               WHEN 2 THEN 'CRITICAL_PROCESS_DIED' WHEN 3 THEN 'Grafiktreiber „nvlddmkm“ reagiert nicht' ELSE '' END AS info
"""

_WARNING_TYPE = """
    CASE h % 5 WHEN 0 THEN 'high overall cpu usage' WHEN 1 THEN 'high cpu usage' WHEN 2 THEN 'high io usage'
               WHEN 3 THEN 'high memory usage' ELSE 'high number of page faults' END AS type
"""


def build_device_events(connection: DuckDBPyConnection) -> None:
    """Make `device_activity`, `device_performance`, `device_error`, `device_warning` and `installation`."""
    build_event_rows(
        connection, "device_activity", 300,
        number="CASE WHEN device_type = 'server' THEN 2 ELSE 3 END", columns=_ACTIVITY_COLUMNS,
    )  # fmt: skip
    build_event_view(connection, "device_activity", 300, links=_ACTIVITY_LINKS, fields=_ACTIVITY)
    build_event_rows(
        connection, "device_performance", 310,
        number="CASE WHEN platform = 'windows' THEN greatest(0, least(seconds / 3600 - 1, events * 0.1)) ELSE 0 END",
        columns="subnet",
    )  # fmt: skip
    build_event_view(connection, "device_performance", 310, links="", fields=_PERFORMANCE)
    build_event_rows(
        connection, "device_error", 320,
        number="floor(sample.draw(subject, 'device errors') * CASE WHEN is_crashing THEN 3 ELSE 1.015 END)",
        columns="subnet",
    )  # fmt: skip
    build_event_view(connection, "device_error", 320, links="", fields=_ERROR)
    build_event_rows(
        connection, "device_warning", 330, number="floor(events * 0.015 + sample.draw(subject, 'device warnings'))",
        columns="subnet",
    )  # fmt: skip
    build_event_view(connection, "device_warning", 330, links="", fields=f"{WARNING_FIELDS}, {_WARNING_TYPE}")
    build_event_rows(
        connection, "installation", 340, number="floor(sample.draw(subject, 'installations') * 1.12)",
        columns='package AS "@package"',
        joins="JOIN package_slot ON package_slot.platform = drawn.platform AND slot = ((h >> 8) & 255)::USMALLINT",
    )  # fmt: skip
    build_event_view(
        connection, "installation", 340, links='"@package"',
        fields="""moment AS "time", CASE WHEN h & 7 = 0 THEN 'uninstallation' ELSE 'installation' END AS type""",
    )  # fmt: skip
