"""On which days each device was on, from when until when, and how much happened on it.

Offices are full on working days and nearly empty else; servers never sleep. How much happens has a long tail over
devices, and a few of them crash or run what they should not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.engine.sample.software import BINARY_SLOTS
from nxql_tui.engine.sample.users import FIRST_PERSON

if TYPE_CHECKING:
    from datetime import datetime

    from duckdb import DuckDBPyConnection

_PRESENCE = f"""
CREATE OR REPLACE TEMP TABLE presence AS
WITH days AS (
    SELECT number, CAST($now AS TIMESTAMP)::DATE - number::INTEGER AS day FROM range(CAST($days AS BIGINT) + 1) AS d(number)
), possible AS (
    SELECT id, platform, device_type, subnet, person, day, id * 16384 + number AS subject,
           device_type = 'server' AS is_server, first_seen, last_seen, typical_boot, typical_logon, isodow(day) > 5 AS is_weekend
    FROM days, device_identity JOIN device_life USING (id, platform, device_type)
    WHERE platform <> 'mobile' AND day >= first_seen::DATE AND day <= last_seen::DATE
), present AS (
    SELECT *,
           greatest(first_seen, day + to_seconds(CASE WHEN is_server THEN 0
                                                 ELSE sample.whole(subject, 'begin of day', 23400, 37800) END)) AS begins,
           least(last_seen, day + to_seconds(CASE WHEN is_server THEN 86399
                                             ELSE sample.whole(subject, 'end of day', 50000, 70000) END)) AS ends
    FROM possible
    WHERE is_server OR day = last_seen::DATE
          OR sample.draw(subject, 'present') < CASE WHEN is_weekend THEN 0.05 ELSE 0.9 END
), weighed AS (
    SELECT *, epoch(ends) - epoch(begins) AS seconds,
           least(sample.tail(id, 'busy', 0.6), 6) * (0.6 + 0.8 * sample.draw(subject, 'busy day'))
               * least(1.2, (epoch(ends) - epoch(begins)) / 32400) * CASE WHEN is_weekend THEN 0.3 ELSE 1 END AS weight
    FROM present WHERE ends > begins + INTERVAL 10 MINUTE
)
SELECT row_number() OVER (ORDER BY day, id) AS presence, id::INTEGER AS device, subject, platform, device_type, day,
       subnet::UTINYINT AS subnet, epoch(begins)::BIGINT AS begins, seconds::BIGINT AS seconds, typical_boot, typical_logon,
       person::INTEGER + {FIRST_PERSON} AS person,
       CASE platform WHEN 'mac_os' THEN {BINARY_SLOTS} ELSE 0 END AS platform_slot,
       (SELECT min(slot) FROM binary_slot WHERE is_bad) AS bad_slot,
       sample.happens(id, 'crashes', 0.02) AS is_crashing, sample.happens(id, 'infected', 0.03) AS is_infected,
       weight / sum(weight) OVER () * CAST($events AS DOUBLE) AS events
FROM weighed
ORDER BY presence
"""


def build_presence(connection: DuckDBPyConnection, events: int, days: int, now: datetime) -> None:
    """Make `presence`, a row for each device and day it was on; `events` is how many there shall be in all."""
    for kind in ("event_platform AS ENUM ('windows', 'mac_os')", "port_type AS ENUM ('tcp', 'udp')"):
        connection.execute(f"CREATE TYPE {kind}")
    connection.execute(_PRESENCE, {"events": events, "days": days, "now": now})
