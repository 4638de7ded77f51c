"""When devices were seen, started and updated, and how long that took.

Work has a rhythm: most devices were last seen on the latest working day, portable ones may be away for weeks, servers
never sleep. Old disks boot slowly, and a few devices much more slowly than their hardware explains.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from duckdb import DuckDBPyConnection

_ACTIVITY = """
CREATE OR REPLACE TEMP TABLE device_life AS
WITH absent AS (
    SELECT *, CASE WHEN device_type = 'server' THEN 0
                   WHEN sample.draw(id, 'absence') < 0.78 THEN 0
                   WHEN sample.draw(id, 'absence') < 0.92 THEN sample.whole(id, 'days of absence', 1, 6)
                   WHEN sample.draw(id, 'absence') < 0.98 THEN sample.whole(id, 'days of absence', 7, 29)
                   ELSE sample.whole(id, 'days of absence', 30, 190) END AS days_away
    FROM device_identity
), dated AS (
    SELECT *, CAST(CAST($now AS TIMESTAMP) AS DATE) - days_away::INTEGER AS away_since FROM absent
), working AS (
    SELECT *, away_since - CASE WHEN device_type = 'server' THEN 0
                                WHEN isodow(away_since) = 6 THEN 1
                                WHEN isodow(away_since) = 7 THEN 2 ELSE 0 END AS last_day
    FROM dated
), seen AS (
    SELECT *, least(
                  CAST(last_day AS TIMESTAMP) + to_seconds(sample.whole(id, 'end of work', 54000, 70000)),
                  CAST($now AS TIMESTAMP) - to_seconds(sample.whole(id, 'since last sign', 0, 600))
              ) AS last_sign,
           sample.whole(id, 'age in days', 1, 1100) AS age_days
    FROM working
), bounded AS (
    SELECT *, CASE WHEN platform = 'mobile' AND sample.happens(id, 'never connected', 0.06) THEN NULL
                   ELSE last_sign END AS last_seen
    FROM seen
), booted AS (
    SELECT *,
           CAST(CAST(last_seen - to_days(age_days::INTEGER) AS DATE) AS TIMESTAMP)
               + to_seconds(sample.whole(id, 'first hour', 25200, 39600)) AS first_seen,
           last_seen - to_seconds((sample.tail(id, 'uptime', 10800)
               * CASE WHEN device_type = 'server' THEN 60 ELSE 1 END)::BIGINT) AS last_boot
    FROM bounded
), rated AS (
    SELECT *, 22000 * slowness * (0.7 + sample.draw(id, 'boot load'))
              * CASE WHEN sample.happens(id, 'slow boot', 0.05) THEN sample.whole(id, 'slow boot factor', 4, 11)
                     ELSE 1 END AS typical_boot,
           9000 * slowness * (0.6 + sample.draw(id, 'logon load')) AS typical_logon
    FROM booted
)
SELECT id, platform, device_type, site, account, first_seen, last_seen, age_days, typical_boot, typical_logon,
       greatest(last_boot, first_seen) AS last_boot,
       greatest(last_boot, first_seen)
           + (last_seen - greatest(last_boot, first_seen)) * sample.draw(id, 'logon moment') AS last_logon,
       CAST($now AS TIMESTAMP) - to_seconds(
           (86400 * CASE WHEN sample.happens(id, 'never updated', 0.04) THEN sample.whole(id, 'days unpatched', 60, 400)
                         ELSE sample.draw(id, 'days since update') * 32 END)::BIGINT) AS last_update,
       sample.happens(id, 'boot observed', 0.97) AS boot_observed,
       device_type <> 'server' AND sample.happens(id, 'logon observed', 0.95) AS logon_observed,
       CAST($now AS TIMESTAMP) AS now
FROM rated
"""

ACTIVITY_FIELDS = """
    id, date_trunc('second', first_seen) AS first_seen, date_trunc('second', last_seen) AS last_seen,
    CASE WHEN managed THEN date_trunc('second', last_boot) END AS last_system_boot,
    CASE WHEN managed THEN date_trunc('second', last_logon) END AS last_logon_time,
    CASE WHEN platform = 'windows' THEN date_trunc('second', last_update) END AS last_windows_update,
    CASE WHEN managed THEN date_sub('day', date_trunc('second', last_seen), now) END AS number_of_days_since_last_seen,
    CASE WHEN managed THEN date_sub('day', date_trunc('second', last_boot), now) END AS number_of_days_since_last_boot,
    CASE WHEN platform = 'windows' THEN date_sub('day', date_trunc('second', last_update), now)
    END AS number_of_days_since_last_windows_update,
    coalesce(1 + floor(date_diff('day', first_seen, last_seen)
        * CASE WHEN device_type = 'server' THEN 1 ELSE 0.45 + 0.25 * sample.draw(id, 'attendance') END)::BIGINT, 0)
        AS total_active_days,
    CASE WHEN platform = 'windows' AND boot_observed THEN round(typical_boot)::BIGINT END AS average_boot_duration,
    CASE WHEN platform = 'windows' AND boot_observed
         THEN round(typical_boot * (0.8 + 0.4 * sample.draw(id, 'last boot')))::BIGINT END AS last_boot_duration,
    CASE WHEN platform = 'windows' AND logon_observed THEN round(typical_logon)::BIGINT END AS average_logon_duration,
    CASE WHEN platform = 'windows' AND logon_observed
         THEN round(typical_logon * (0.8 + 0.4 * sample.draw(id, 'last logon')))::BIGINT END AS last_logon_duration,
    CASE WHEN platform = 'windows' AND logon_observed
         THEN round(typical_logon * (2.2 + 0.6 * sample.draw(id, 'last extended logon')))::BIGINT
    END AS last_extended_logon_duration,
    CASE WHEN platform = 'windows' AND logon_observed THEN round(typical_logon * 2.4)::BIGINT
    END AS extended_logon_duration_baseline,
    CASE WHEN managed AND (device_type <> 'server' OR sample.happens(id, 'server logon', 0.6))
         THEN CASE WHEN platform = 'windows' THEN account || '@CORP' ELSE account END END AS last_logged_on_user
"""
"""Selected from `device_life`."""


def build_device_activity(connection: DuckDBPyConnection, now: datetime) -> None:
    """Make `device_life` from `device_identity`; nothing in it is later than `now`."""
    connection.execute(_ACTIVITY, {"now": now})
