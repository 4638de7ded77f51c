"""What a device is and where it stands: platform, hardware, system, name, site, owner and serial numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_IDENTITY = """
CREATE OR REPLACE TEMP TABLE device_identity AS
WITH numbered AS (
    SELECT number AS id,
           CASE WHEN sample.draw(number, 'platform') < 0.75 THEN 'windows'
                WHEN sample.draw(number, 'platform') < 0.92 THEN 'mac_os'
                ELSE 'mobile' END AS platform,
           sample.draw(number, 'hardware') AS hardware_draw,
           sample.draw(number, 'operating system') AS system_draw
    FROM range(CAST($first AS BIGINT), $first + CAST($devices AS BIGINT)) AS numbers(number)
), placed AS (
    SELECT numbered.*, hardware.* EXCLUDE (platform, low, high),
           person.person, person.account, site.* EXCLUDE (low, high)
    FROM numbered
    JOIN hardware ON hardware.platform = numbered.platform AND hardware_draw >= hardware.low
                 AND hardware_draw < hardware.high
    JOIN person ON person.person = CASE WHEN sample.happens(id, 'shared owner', 0.1)
                                        THEN sample.whole(id, 'owner', 1, id) ELSE id END
    JOIN site ON site.site = person.site
), named AS (
    SELECT *, format('NXT-{}-{}{:05d}', code, upper(device_type[1]), id) AS name FROM placed
)
SELECT named.*,
       sample.digest(id, 'device uid') AS device_uid,
       operating_system.name AS os_name,
       CASE WHEN manufacturer = 'Apple Inc.' AND cpu_model NOT LIKE 'Apple%' THEN 'x64'
            ELSE operating_system.architecture END AS os_architecture,
       operating_system.build AS os_build
FROM named
LEFT JOIN operating_system ON operating_system.platform = named.platform
      AND is_server = (device_type = 'server')
      AND system_draw >= operating_system.low AND system_draw < operating_system.high
"""

IDENTITY_FIELDS = """
    id, name, platform, device_type, device_uid, entity,
    CASE WHEN managed THEN manufacturer END AS device_manufacturer,
    CASE WHEN managed THEN model END AS device_model,
    CASE WHEN managed THEN product_id END AS device_product_id,
    CASE WHEN managed THEN product_version END AS device_product_version,
    CASE WHEN managed THEN upper(sample.digest(id, 'serial number')[1:7]) END AS device_serial_number,
    CASE WHEN managed THEN upper(sample.digest(id, 'serial number')[1:7]) END AS chassis_serial_number,
    CASE WHEN managed THEN upper(sample.digest(id, 'serial number')[1:7]) END AS bios_serial_number,
    CASE WHEN managed THEN upper(sample.digest(id, 'uuid')::UUID::VARCHAR) END AS device_uuid,
    CASE WHEN managed THEN CASE WHEN platform = 'mac_os' THEN 'WORKGROUP' ELSE 'CORP' END END AS group_name,
    CASE WHEN managed THEN CASE WHEN platform = 'mac_os' THEN ''
         ELSE format('CN={},OU={}s,OU={},DC=corp,DC=example', name, upper(device_type[1]) || device_type[2:], location)
         END END AS distinguished_name,
    CASE WHEN platform = 'windows' THEN format('S-1-5-21-1004336348-1177238915-682003330-{}', 1000 + id) END AS sid,
    CASE WHEN managed THEN os_name END AS os_version_and_architecture,
    CASE WHEN managed THEN os_architecture END AS os_architecture,
    CASE WHEN managed THEN os_build END AS os_build,
    round(sample.tail(id, 'database usage', 0.0004), 6) AS database_usage,
    CASE WHEN platform = 'mobile'
         THEN CASE WHEN sample.happens(id, 'device password', 0.93) THEN 'yes' ELSE 'no' END
    END AS device_password_required,
    CASE WHEN platform = 'mobile' AND sample.happens(id, 'policy known', 0.9)
         THEN CASE WHEN sample.happens(id, 'provisionable', 0.15) THEN 'yes' ELSE 'no' END
    END AS allow_non_provisionable_devices
"""
"""Selected from `device_identity`, where `managed` says that a Collector runs on the device: it is no mobile."""


def build_device_identity(connection: DuckDBPyConnection, first: int, devices: int) -> None:
    """Make `device_identity`: one row a device from number `first`, with its hardware, system, site and owner."""
    connection.execute(_IDENTITY, {"first": first, "devices": devices})
