"""The table `device`: every field of the data model, each null where the device's platform does not have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.engine.sample.device_activity import ACTIVITY_FIELDS, build_device_activity
from nxql_tui.engine.sample.device_dynamic import DYNAMIC_FIELDS
from nxql_tui.engine.sample.device_identity import IDENTITY_FIELDS, build_device_identity
from nxql_tui.engine.sample.device_network import NETWORK_FIELDS, build_device_network
from nxql_tui.engine.sample.device_security import SECURITY_FIELDS, build_device_security
from nxql_tui.engine.sample.device_storage import STORAGE_FIELDS, build_device_storage
from nxql_tui.engine.sample.places import COST_CENTERS

if TYPE_CHECKING:
    from datetime import datetime

    from duckdb import DuckDBPyConnection

_DEVICES = f"""
CREATE OR REPLACE TABLE device AS
WITH storage AS (SELECT {STORAGE_FIELDS} FROM device_storage)
SELECT *
FROM (SELECT {IDENTITY_FIELDS} FROM (SELECT *, platform <> 'mobile' AS managed FROM device_identity))
JOIN (SELECT {ACTIVITY_FIELDS} FROM (SELECT *, platform <> 'mobile' AS managed FROM device_life)) USING (id)
JOIN (SELECT {DYNAMIC_FIELDS}
      FROM (SELECT *, platform <> 'mobile' AS managed FROM device_identity) AS identity
      LEFT JOIN storage ON storage.id = identity.id) USING (id)
LEFT JOIN storage USING (id)
LEFT JOIN (SELECT {NETWORK_FIELDS} FROM device_network) USING (id)
LEFT JOIN (SELECT {SECURITY_FIELDS} FROM device_security) USING (id)
ORDER BY id
"""


def build_devices(connection: DuckDBPyConnection, first: int, devices: int, now: datetime) -> None:
    """Make the table `device` from the sites, people and hardware made before."""
    build_device_identity(connection, first, devices)
    build_device_activity(connection, now)
    build_device_storage(connection)
    build_device_network(connection)
    build_device_security(connection)
    connection.execute(_DEVICES, {"cost_centers": list(COST_CENTERS)})
