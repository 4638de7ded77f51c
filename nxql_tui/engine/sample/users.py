"""The table `user`: the owners of devices, and the accounts that systems bring along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.engine.catalog import DynamicField, DynamicKind

if TYPE_CHECKING:
    from datetime import datetime

    from duckdb import DuckDBPyConnection

SYSTEM_USER = 1
"""The id of the account that Windows itself runs as."""
ROOT_USER = 2
"""The id of the account that macOS itself runs as."""
FIRST_PERSON = 100
"""A person's id is their number and this."""

_SATISFACTIONS = ("very satisfied", "satisfied", "neutral", "unhappy")

USER_DYNAMIC_FIELDS = (
    DynamicField("VIP", "enum", DynamicKind.CATEGORY, ("yes", "no")),
    DynamicField("Phone", "string", DynamicKind.CUSTOM_FIELD),
    DynamicField("campaign:Remote Work/Satisfaction", "enum", DynamicKind.CAMPAIGN, _SATISFACTIONS),
)

_USERS = f"""
CREATE OR REPLACE TABLE "user" AS
WITH owned AS (
    SELECT person, site, any_value(account) AS account,
           bool_or(platform = 'windows') AS on_windows, bool_or(platform = 'mac_os') AS on_mac,
           bool_or(platform = 'mobile') AS on_mobile,
           min(first_seen) FILTER (platform <> 'mobile') AS first_seen,
           max(last_seen) FILTER (platform <> 'mobile') AS last_seen
    FROM device_identity JOIN device_life USING (id, platform, site, account) GROUP BY person, site
), everyone AS (
    SELECT person + {FIRST_PERSON} AS id, person, site, account, on_windows, on_mac, on_mobile, first_seen, last_seen,
           'domain' AS user_type FROM owned
    UNION ALL SELECT {SYSTEM_USER}, -1, 1, 'SYSTEM', true, false, false, CAST($beginning AS TIMESTAMP) - INTERVAL 1 YEAR,
                     CAST($now AS TIMESTAMP), 'system'
    UNION ALL SELECT {ROOT_USER}, -2, 1, 'root', false, true, false, CAST($beginning AS TIMESTAMP) - INTERVAL 1 YEAR,
                     CAST($now AS TIMESTAMP), 'system'
    UNION ALL SELECT 3, -3, 1, 'Administrator', true, false, false, NULL, NULL, 'local'
), located AS (
    SELECT everyone.*, location, split_part(entity, '/', 2) AS country, on_windows OR on_mac AS is_known,
           person > 0 AS is_person, string_split(account, '.') AS parts
    FROM everyone JOIN site USING (site)
)
SELECT id,
       CASE WHEN is_known THEN CASE WHEN on_windows AND is_person THEN account || '@CORP' ELSE account END END AS name,
       CASE WHEN is_known AND is_person THEN array_to_string(list_transform(parts,
           lambda part: upper(part[1]) || part[2:]), ' ') END AS full_name,
       CASE WHEN is_known THEN CASE WHEN is_person THEN country ELSE '' END END AS country,
       CASE WHEN is_known THEN CASE WHEN is_person THEN location ELSE '' END END AS locality,
       CASE WHEN is_known THEN CASE WHEN is_person THEN location ELSE '' END END AS location,
       CASE WHEN is_known THEN CASE WHEN is_person THEN sample.pick(person, 'department', $departments) ELSE '' END
       END AS department,
       CASE WHEN is_known AND is_person AND sample.happens(person, 'job title', 0.9)
            THEN sample.pick(person, 'job', ['Engineer', 'Analyst', 'Assistant', 'Manager', 'Director', 'Consultant'])
       END AS job_title,
       CASE WHEN is_known THEN CASE WHEN is_person THEN 'corp.example/' || location || '/Users' ELSE '' END
       END AS org_unit,
       CASE WHEN is_known AND is_person
            THEN format('CN={{}},OU=Users,OU={{}},DC=corp,DC=example', account, location) END AS distinguished_name,
       CASE WHEN is_known THEN CASE WHEN id = {SYSTEM_USER} THEN 'S-1-5-18'
            ELSE format('S-1-5-21-1004336348-1177238915-682003330-{{}}', 500000 + id) END END AS sid,
       CASE WHEN is_known THEN sample.digest(id, 'user uid') END AS user_uid,
       CASE WHEN is_known THEN user_type END AS user_type,
       CASE WHEN is_known THEN round(sample.tail(id, 'user database usage', 0.0003), 6) END AS database_usage,
       CASE WHEN is_known THEN date_trunc('second', first_seen) END AS first_seen,
       CASE WHEN is_known THEN date_trunc('second', last_seen) END AS last_seen,
       CASE WHEN is_known THEN date_sub('day', date_trunc('second', last_seen), CAST($now AS TIMESTAMP)) END
           AS number_of_days_since_last_seen,
       CASE WHEN is_known THEN coalesce(1 + floor(date_diff('day', first_seen, last_seen) * 0.6)::BIGINT, 0) END
           AS total_active_days,
       CASE WHEN on_mac THEN 'yes' ELSE 'no' END AS seen_on_mac,
       CASE WHEN on_mac THEN 'yes' ELSE 'no' END AS seen_on_mac_os,
       CASE WHEN on_mobile THEN 'yes' ELSE 'no' END AS seen_on_mobile,
       CASE WHEN on_windows THEN 'yes' ELSE 'no' END AS seen_on_windows,
       CASE WHEN is_person THEN CASE WHEN sample.happens(person, 'vip', 0.03) THEN 'yes'
            WHEN sample.happens(person, 'not vip', 0.5) THEN 'no' END END AS "#VIP",
       CASE WHEN is_person AND sample.happens(person, 'phone', 0.6)
            THEN format('+41 21 555 {{:02d}} {{:02d}}', person // 100 % 100, person % 100) END AS "#Phone",
       CASE WHEN is_person AND sample.happens(person, 'answered', 0.35)
            THEN sample.pick(person, 'satisfaction', $satisfactions) END AS "#campaign:Remote Work/Satisfaction"
FROM located
ORDER BY id
"""


def build_users(
    connection: DuckDBPyConnection, departments: tuple[str, ...], beginning: datetime, now: datetime
) -> None:
    """Make `user` from the devices; system accounts are seen all the time, which begins at `beginning`."""
    connection.execute(
        _USERS,
        {
            "departments": list(departments),
            "satisfactions": list(_SATISFACTIONS),
            "beginning": beginning,
            "now": now,
        },
    )
