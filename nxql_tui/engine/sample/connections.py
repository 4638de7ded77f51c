"""What devices say to others: connections, web requests, port scans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.engine.sample.event_rows import build_event_rows, build_event_view
from nxql_tui.engine.sample.executions import PROGRAM_JOIN, PROGRAM_LINKS, PROGRAM_OF_EVENT, USER_OF_EVENT
from nxql_tui.engine.sample.network import NETWORK_SLOTS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_DESTINATION_JOIN = f"""
    JOIN destination_slot ON destination_slot.slot = ((h >> 25) & {NETWORK_SLOTS - 1})::USMALLINT
"""

_DOMAIN_JOIN = f"""
    JOIN domain_slot ON domain_slot.slot = (((h >> 25) & {NETWORK_SLOTS - 1})
        + CASE WHEN is_infected AND (h >> 36) & 31 = 0 THEN {NETWORK_SLOTS} ELSE 0 END)::USMALLINT
"""

_CONNECTION = """
    moment AS start_time,
    CAST(1 + CASE WHEN h & 3 = 0 THEN (h >> 3) & 31 ELSE 0 END AS BIGINT) AS cardinality,
    sample.until_now(moment, CAST(20 + 600000 * pow(sample.part(h, 8), 4) AS BIGINT)) AS duration,
    date_trunc('second', moment + to_milliseconds(sample.until_now(moment,
        CAST(20 + 600000 * pow(sample.part(h, 8), 4) AS BIGINT)))) AS end_time,
    CAST(200 + 40000000 * pow(sample.part(h, 18), 6) AS BIGINT) AS incoming_traffic,
    CAST(150 + 9000000 * pow(sample.part(h, 19), 7) AS BIGINT) AS outgoing_traffic,
    CASE WHEN (h >> 28) & 7 > 0 THEN round((200 + 40000000 * pow(sample.part(h, 18), 6)) / 40) END AS incoming_bitrate,
    CASE WHEN (h >> 28) & 7 > 0 THEN round((150 + 9000000 * pow(sample.part(h, 19), 7)) / 40) END AS outgoing_bitrate,
    CASE WHEN port_type = 'tcp' AND sample.part(h, 32) >= failing
         THEN CAST(900 + 180000 * pow(sample.part(h, 31), 3) AS BIGINT) END AS network_response_time,
    CASE WHEN sample.part(h, 32) >= failing
         THEN CASE WHEN (h >> 42) & 15 = 0 AND moment::DATE = sample.now()::DATE THEN 'established' ELSE 'closed' END
         WHEN (h >> 43) & 3 < 2 THEN 'rejected' WHEN (h >> 43) & 3 = 2 THEN 'no host' ELSE 'no service' END AS status,
    CAST(port_type AS VARCHAR) AS type,
    format('10.{}.{}.{}', subnet + "@device" // 60000, "@device" // 240 % 250, 10 + "@device" % 240)
        AS device_ip_address,
    CAST(address AS VARCHAR) AS destination_ip_address,
    CASE WHEN (h >> 46) & 7 < 4 THEN '71' WHEN (h >> 46) & 7 = 7 THEN '' ELSE '6' END AS network_interface_iana_code,
    CAST(1 + (h >> 49) & 15 AS BIGINT) AS network_interface_index,
    CASE WHEN (h >> 46) & 7 < 4 THEN 'wifi' WHEN (h >> 46) & 7 = 7 THEN 'unknown' ELSE 'ethernet' END
        AS network_interface_type
"""

_WEB_REQUEST = """
    moment AS start_time,
    CAST(1 + CASE WHEN h & 3 = 0 THEN (h >> 3) & 31 ELSE 0 END AS BIGINT) AS cardinality,
    date_trunc('second', moment + to_milliseconds(sample.until_now(moment,
        CAST(30 + 90000 * pow(sample.part(h, 8), 4) AS BIGINT)))) AS end_time,
    sample.until_now(moment, CAST(30 + 90000 * pow(sample.part(h, 8), 4) AS BIGINT)) AS web_request_duration,
    sample.until_now(moment, CAST(20 + 60000 * pow(sample.part(h, 8), 4) AS BIGINT)) AS connections_duration,
    CASE WHEN (h >> 18) & 31 = 0 THEN NULL
         WHEN "@domain" = 5 AND (h >> 23) & 3 = 0 THEN 503
         WHEN (h >> 23) & 63 = 1 THEN 404 WHEN (h >> 23) & 127 = 2 THEN 500 WHEN (h >> 23) & 63 = 3 THEN 401
         WHEN (h >> 23) & 15 = 4 THEN 302 WHEN (h >> 23) & 15 = 5 THEN 304 ELSE 200 END::BIGINT AS http_status,
    CAST(300 + 6000000 * pow(sample.part(h, 30), 5) AS BIGINT) AS incoming_traffic,
    CAST(250 + 900000 * pow(sample.part(h, 40), 6) AS BIGINT) AS outgoing_traffic,
    CAST(4000 + 900000 * pow(sample.part(h, 35), 4) AS BIGINT) AS network_response_time,
    CASE WHEN "@port" = 2 THEN 'http' ELSE 'tls' END AS protocol,
    CASE WHEN "@port" = 2 THEN '1.1' WHEN (h >> 52) & 3 = 0 THEN '1.3' ELSE '1.2' END AS protocol_version,
    CASE WHEN "@service" <> 6 THEN 'yes' ELSE 'no' END AS service_related
"""


def build_connections(connection: DuckDBPyConnection) -> None:
    """Make `connection`, `web_request` and `port_scan`."""
    build_event_rows(
        connection, "connection", 200, number="1 + events * 0.33",
        columns=f"""{USER_OF_EVENT}, {PROGRAM_OF_EVENT}, destination AS "@destination", port AS "@port",
                    service AS "@service", address, port_type::port_type AS port_type, failing, subnet""",
        joins=PROGRAM_JOIN + _DESTINATION_JOIN,
    )  # fmt: skip
    build_event_view(
        connection, "connection", 200, links=f'{PROGRAM_LINKS}, "@destination", "@port", "@service"', fields=_CONNECTION
    )
    build_event_rows(
        connection, "web_request", 210, number="events * 0.19 + sample.draw(subject, 'web requests')",
        columns=f"""{USER_OF_EVENT}, {PROGRAM_OF_EVENT}, destination AS "@destination", port AS "@port",
                    service AS "@service", domain AS "@domain", url_path AS "@url_path\"""",
        joins=PROGRAM_JOIN + _DOMAIN_JOIN,
    )  # fmt: skip
    build_event_view(
        connection, "web_request", 210,
        links=f'{PROGRAM_LINKS}, "@destination", "@port", "@service", "@domain", "@url_path"', fields=_WEB_REQUEST,
    )  # fmt: skip
    build_event_rows(
        connection, "port_scan", 220,
        number="""CASE WHEN platform = 'windows'
                       THEN floor(sample.draw(subject, 'scans') * CASE WHEN is_infected THEN 2.5 ELSE 1.01 END) ELSE 0 END""",
        columns=f'{USER_OF_EVENT}, {PROGRAM_OF_EVENT}, destination AS "@destination", port AS "@port"',
        joins=PROGRAM_JOIN + _DESTINATION_JOIN,
    )  # fmt: skip
    build_event_view(
        connection, "port_scan", 220, links=f'{PROGRAM_LINKS}, "@destination", "@port"', fields="moment AS start_time"
    )
