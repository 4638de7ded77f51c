"""Addresses of devices: one a site's network, a second one through the VPN, none for some that are off."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_NETWORK = """
CREATE OR REPLACE TEMP TABLE device_network AS
SELECT id, format('10.{}.{}.{}', subnet + id // 60000, id // 240 % 250, 10 + id % 240) AS office_address,
       format('172.16.{}.{}', id // 250 % 256, 2 + id % 250) AS remote_address,
       device_type = 'laptop' AND sample.happens(id, 'remote', 0.3) AS is_remote,
       sample.happens(id, 'no address', 0.03) AS is_off,
       sample.digest(id, 'network card') AS card_digits,
       sample.whole(id, 'network cards', 1, CASE WHEN device_type = 'laptop' THEN 3 ELSE 2 END) AS cards
FROM device_identity WHERE platform <> 'mobile'
"""

NETWORK_FIELDS = """
    id,
    CASE WHEN is_off THEN []::VARCHAR[] WHEN is_remote THEN [office_address, remote_address]
         ELSE [office_address] END AS ip_addresses,
    CASE WHEN is_remote THEN remote_address ELSE office_address END AS last_ip_address,
    list_transform(range(cards), lambda card: upper(concat_ws(':', '3C', '52',
        card_digits[1:2], card_digits[3:4], card_digits[5:6], printf('%02x', card::INTEGER)))) AS mac_addresses
"""
"""Selected from `device_network`."""


def build_device_network(connection: DuckDBPyConnection) -> None:
    """Make `device_network` from `device_identity`, without mobile devices."""
    connection.execute(_NETWORK)
