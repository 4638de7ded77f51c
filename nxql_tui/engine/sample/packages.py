"""What is installed: programs and updates, and on which devices they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.engine.catalog import DynamicField, DynamicKind

if TYPE_CHECKING:
    from datetime import datetime

    from duckdb import DuckDBPyConnection

PACKAGE_DYNAMIC_FIELDS = (DynamicField("Standard software", "enum", DynamicKind.CATEGORY, ("yes", "no")),)

_PACKAGES = """
CREATE OR REPLACE TEMP TABLE known_package AS
WITH programs AS (
    SELECT DISTINCT platform, application_name AS program, company AS publisher, unnest(versions) AS version, weight,
           'program' AS type
    FROM (SELECT platform, application_name, company, any_value(versions ORDER BY executable) AS versions,
                 sum(weight) AS weight
          FROM program WHERE application_name NOT IN ('Windows', 'macOS', 'Unknown')
          GROUP BY platform, application_name, company)
), updates AS (
    SELECT CASE WHEN number % 6 = 0 THEN 'mac_os' ELSE 'windows' END AS platform,
           CASE WHEN number % 6 = 0 THEN format('macOS Security Response {}', number)
                ELSE format('Security Update for Windows (KB50{:05d})', 30000 + number * 137) END AS program,
           CASE WHEN number % 7 = 3 THEN NULL WHEN number % 6 = 0 THEN 'Apple Inc.' ELSE 'Microsoft Corporation' END
               AS publisher,
           CASE WHEN number % 5 = 2 THEN NULL ELSE format('1.{}', number) END AS version,
           150 - number AS weight, 'update' AS type
    FROM range(1, 61) AS numbers(number)
)
SELECT row_number() OVER (ORDER BY type, platform, program, version) AS package, *,
       least(0.97, 0.04 + weight / 130.0) * CASE WHEN type = 'program' THEN 0.6 ELSE 0.85 END AS share
FROM (FROM programs UNION ALL BY NAME FROM updates)
"""

_INSTALLED = """
CREATE OR REPLACE TABLE "@installed_package" AS
SELECT id::INTEGER AS "@device", package::SMALLINT AS "@package", device_identity.platform AS "@platform"
FROM device_identity JOIN known_package USING (platform)
WHERE sample.draw(id, package) < share
ORDER BY 1, 2
"""

_SLOTS = """
CREATE OR REPLACE TEMP TABLE package_slot AS
SELECT platform, slot::USMALLINT AS slot, package::SMALLINT AS package
FROM (SELECT *, row_number() OVER (PARTITION BY platform ORDER BY package) - 1 AS place,
             count(*) OVER (PARTITION BY platform) AS places FROM known_package)
JOIN range(256) AS slots(slot) ON slot % places = place
"""

_TABLE = """
CREATE OR REPLACE TABLE package AS
SELECT package AS id,
       CASE WHEN type = 'program' AND version IS NOT NULL THEN program || ' ' || version ELSE program END AS name,
       program, publisher, version, type, platform,
       CASE WHEN sample.happens(package, 'removed', 0.08) THEN 'removed' ELSE 'installed' END AS status,
       CASE WHEN platform = 'windows' THEN sample.whole(package, 'updates', 0, 5)
                 * CASE WHEN type = 'program' THEN 1 ELSE 0 END END AS number_of_updates,
       CASE WHEN platform = 'windows' AND NOT sample.happens(package, 'never seen', 0.05)
            THEN CAST($beginning AS TIMESTAMP) - to_seconds(sample.whole(package, 'installed for', 86400, 60000000))
       END AS first_installation,
       CASE WHEN platform = 'windows' AND NOT sample.happens(package, 'never seen', 0.05)
            THEN CAST($beginning AS TIMESTAMP) - to_seconds(sample.whole(package, 'seen for', 0, 86399)) END
           AS first_seen,
       CASE WHEN platform = 'windows'
            THEN sample.pick(package, '32 bit', ['compatible', 'not compatible', 'unknown']) END
           AS windows_7_32bit_compatibility,
       CASE WHEN platform = 'windows'
            THEN sample.pick(package, '64 bit', ['compatible', 'not compatible', 'unknown']) END
           AS windows_7_64bit_compatibility,
       CASE WHEN type = 'program' THEN CASE WHEN weight > 20 THEN 'yes' ELSE 'no' END END AS "#Standard software"
FROM known_package
ORDER BY id
"""


def build_packages(connection: DuckDBPyConnection, beginning: datetime) -> None:
    """Make `package`, on which devices each is installed, and `package_slot`, which installations choose from."""
    connection.execute(_PACKAGES)
    connection.execute(_INSTALLED)
    connection.execute(_SLOTS)
    connection.execute(_TABLE, {"beginning": beginning})
