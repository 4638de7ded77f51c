"""What devices talk to: destinations, ports, services, domains, paths; and what they print on.

Requests of one service fail more often than they succeed, and a few domains are threats.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.engine.catalog import DynamicField, DynamicKind

if TYPE_CHECKING:
    from datetime import datetime

    from duckdb import DuckDBPyConnection

NETWORK_SLOTS = 1024
"""Into so many equal parts the popularity of what devices talk to is divided; the slots of threats follow the others."""

ZONES = ("data center", "branch", "internet")

DESTINATION_DYNAMIC_FIELDS = (DynamicField("Zone", "enum", DynamicKind.CATEGORY, ZONES),)

_PORTS = """
CREATE OR REPLACE TABLE port AS
SELECT row_number() OVER ()::BIGINT AS id, port_number::BIGINT AS port_number, port_range, type
FROM (VALUES (443, '443', 'tcp'), (80, '80', 'tcp'), (53, '53', 'udp'), (445, '445', 'tcp'), (389, '389', 'tcp'),
             (88, '88', 'tcp'), (3389, '3389', 'tcp'), (22, '22', 'tcp'), (25, '25', 'tcp'), (1433, '1433', 'tcp'),
             (8443, '8443', 'tcp'), (9100, '9100', 'tcp'), (5223, '5223', 'tcp'), (123, '123', 'udp'),
             (137, '137', 'udp'), (3478, '3478-3481', 'udp'), (49152, '49152-65535', 'tcp')
     ) AS rows(port_number, port_range, type)
"""

_SERVICES = """
CREATE OR REPLACE TABLE service AS
SELECT row_number() OVER ()::BIGINT AS id, name, status
FROM (VALUES ('File shares', 'enabled'), ('Exchange', 'enabled'), ('Intranet', 'enabled'), ('SAP', 'enabled'),
             ('Contoso Timesheet', 'enabled'), ('Internet', 'enabled'), ('Directory', 'enabled'),
             ('Old print service', 'disabled')) AS rows(name, status)
"""

_DESTINATIONS = """
CREATE OR REPLACE TEMP TABLE known_destination AS
SELECT row_number() OVER (ORDER BY kind_number, number) AS destination, kind_number, kind, number,
       CASE kind WHEN 'files' THEN format('fs-{:02d}.corp.example', number)
                 WHEN 'exchange' THEN format('mail-{:02d}.corp.example', number)
                 WHEN 'intranet' THEN format('www-{:02d}.intranet.example', number)
                 WHEN 'sap' THEN format('sap-{:02d}.corp.example', number)
                 WHEN 'timesheet' THEN format('timesheet-{:02d}.corp.example', number)
                 WHEN 'directory' THEN format('dc-{:02d}.corp.example', number)
                 ELSE CASE WHEN number % 9 = 0 THEN '' ELSE format('edge-{:03d}.cdn.example', number) END END AS name,
       CASE WHEN kind = 'internet'
            THEN CASE WHEN number % 12 = 0 THEN format('2001:db8::{:x}', number)
                      ELSE format('203.0.113.{}', number % 254 + 1) END
            ELSE format('10.{}.0.{}', 200 + kind_number, number + 10) END AS ip_address,
       weight / pow(number, 0.7) AS popularity, port, service, failing
FROM (VALUES (1, 'files', 8, 260, 445, 1, 0.01), (2, 'exchange', 4, 200, 443, 2, 0.01),
             (3, 'intranet', 3, 120, 443, 3, 0.02), (4, 'sap', 3, 60, 49152, 4, 0.02),
             (5, 'timesheet', 2, 50, 8443, 5, 0.55), (6, 'directory', 4, 120, 389, 7, 0.005),
             (7, 'internet', 180, 90, 443, 6, 0.03)) AS kinds(kind_number, kind, members, weight, port, service, failing),
     LATERAL (SELECT unnest(range(1, members + 1)) AS number)
"""

_DOMAINS = """
CREATE OR REPLACE TEMP TABLE known_domain AS
SELECT row_number() OVER () AS domain, *
FROM (
    SELECT * FROM (VALUES
        ('intranet.example', 'Business', 'Switzerland', 'tls', 'none detected', 120.0, 2),
        ('outlook.office365.com', 'Web-based email', 'United States', 'tls', 'none detected', 110, 1),
        ('teams.microsoft.com', 'Collaboration', 'United States', 'tls', 'none detected', 100, 3),
        ('www.google.com', 'Search engines', 'United States', 'tls', 'none detected', 90, 1),
        ('timesheet.corp.example', 'Business', 'Switzerland', 'tls', 'none detected', 40, 5),
        ('update.antivirus.example', 'Information security', 'Germany', 'http', 'none detected', 30, 1),
        ('news.example', 'News', 'France', 'http', 'none detected', 30, 1),
        ('bücher.example', 'Shopping', 'Germany', 'tls', 'none detected', 10, 1),
        ('例え.example', 'Reference', 'Japan', 'tls', 'none detected', 6, 1),
        ('free-games.example', 'Games', '-', 'http', 'low', 3, 1),
        ('toolbar-download.example', 'Spyware', '-', 'http', 'medium', 2, 1),
        ('paypa1-login.example', 'Phishing', 'Russia', 'http', 'intermediate', 1, 1),
        ('c2.evil.example', 'Malware', '-', 'http', 'high', 1, 1),
        ('dropper.evil.example', 'Malware', '-', 'tls', 'high', 1, 1)
    ) AS named(name, category, country, protocol, threat_level, weight, service)
    UNION ALL
    SELECT format('site-{:03d}.example', number), 'Business', CASE WHEN number % 5 = 0 THEN '-' ELSE 'Ireland' END,
           CASE WHEN number % 4 = 0 THEN 'http' ELSE 'tls' END, 'none detected', 40.0 / number, 1
    FROM range(1, 81) AS numbers(number)
)
"""

_URL_PATHS = """
CREATE OR REPLACE TABLE url_path AS
SELECT row_number() OVER ()::BIGINT AS id, name
FROM (SELECT unnest(['/', '/index.html', '/api/v1/items', '/login', '/search', '/images/logo.png', '/owa/',
                     '/timesheet/submit', '/update/signatures', '/übersicht', '/a b/c?d=<e>&f="g"',
                     '/' || repeat('long/', 420)]) AS name)
"""

_PRINTERS = """
CREATE OR REPLACE TABLE printer AS
SELECT row_number() OVER (ORDER BY site.site, number)::BIGINT AS id,
       CASE WHEN number = 4 THEN 'Microsoft Print to PDF (' || code || ')' ELSE format('PRN-{}-{:02d}', code, number) END
           AS name,
       CASE number WHEN 1 THEN 'network' WHEN 2 THEN 'network' WHEN 3 THEN 'shared' WHEN 4 THEN 'virtual' ELSE 'local' END
           AS type
FROM site, range(1, 6) AS numbers(number)
"""

PRINTERS_OF_A_SITE = 5
"""Printer ids are numbered site by site."""

_DESTINATION_SLOTS = """
CREATE OR REPLACE TEMP TABLE destination_slot AS
SELECT slot::USMALLINT AS slot, destination::SMALLINT AS destination, ip_address::destination_address AS address,
       port.type AS port_type, port.id::SMALLINT AS port,
       service::SMALLINT AS service, failing::FLOAT AS failing, kind <> 'internet' AS is_inside
FROM (SELECT *, sum(popularity) OVER (ORDER BY destination) AS reached, sum(popularity) OVER () AS total
      FROM known_destination) AS known
JOIN range($slots) AS slots(slot)
  ON (slot + 0.5) / $slots * total >= reached - popularity AND (slot + 0.5) / $slots * total < reached
JOIN port ON port.port_number = CASE WHEN kind = 'internet' AND destination % 6 = 0 THEN 80
                                     WHEN kind = 'directory' AND slot % 2 = 0 THEN 53
                                     WHEN kind = 'directory' AND slot % 5 = 1 THEN 88
                                     WHEN kind = 'exchange' AND slot % 7 = 1 THEN 25 ELSE known.port END
"""

_DOMAIN_SLOTS = """
CREATE OR REPLACE TEMP TABLE domain_slot AS
SELECT (slot + CASE threat_level WHEN 'none detected' THEN 0 ELSE $slots END)::USMALLINT AS slot, domain::SMALLINT AS domain,
       (1 + hash(domain, slot) % 12)::SMALLINT AS url_path,
       coalesce(inside.destination, 24 + hash(domain) % 180)::SMALLINT AS destination,
       CASE WHEN protocol = 'http' THEN 2 ELSE 1 END::SMALLINT AS port,
       CASE service WHEN 2 THEN 3 WHEN 3 THEN 2 WHEN 5 THEN 5 ELSE 6 END::SMALLINT AS service
FROM (SELECT *, sum(weight) OVER (PARTITION BY threat_level <> 'none detected' ORDER BY domain) AS reached,
             sum(weight) OVER (PARTITION BY threat_level <> 'none detected') AS total FROM known_domain)
JOIN range($slots) AS slots(slot)
  ON (slot + 0.5) / $slots * total >= reached - weight AND (slot + 0.5) / $slots * total < reached
LEFT JOIN (SELECT kind_number, min(destination) AS destination FROM known_destination GROUP BY kind_number) AS inside
  ON inside.kind_number = CASE service WHEN 2 THEN 3 WHEN 3 THEN 2 WHEN 5 THEN 5 END
"""

_DESTINATION_TABLE = """
CREATE OR REPLACE TABLE destination AS
SELECT destination AS id, name, ip_address, first_seen, last_seen,
       CASE WHEN kind = 'internet' THEN 'internet' WHEN kind = 'files' AND number > 4 THEN 'branch'
            ELSE 'data center' END AS "#Zone"
FROM known_destination LEFT JOIN (
    SELECT "@destination" AS destination, max(moment) AS last_seen,
           CAST($beginning AS TIMESTAMP) - to_seconds(sample.whole("@destination", 'destination known for', 0, 30000000))
               AS first_seen
    FROM (SELECT "@destination", moment FROM "@connection" UNION ALL SELECT "@destination", moment FROM "@web_request"
          UNION ALL SELECT "@destination", moment FROM "@port_scan")
    GROUP BY "@destination") USING (destination)
ORDER BY id
"""

_DOMAIN_TABLE = """
CREATE OR REPLACE TABLE domain AS
SELECT domain AS id, name, category AS domain_category, country AS hosting_country, protocol, threat_level,
       first_seen, last_seen
FROM known_domain LEFT JOIN (
    SELECT "@domain" AS domain, max(moment) AS last_seen,
           CAST($beginning AS TIMESTAMP) - to_seconds(sample.whole("@domain", 'domain known for', 0, 30000000))
               AS first_seen
    FROM "@web_request" GROUP BY "@domain") USING (domain)
ORDER BY id
"""


def build_peers(connection: DuckDBPyConnection) -> None:
    """Make what events are linked to: ports, services, paths, printers, and the slots destinations are chosen from."""
    for statement in (_PORTS, _SERVICES, _DESTINATIONS, _DOMAINS, _URL_PATHS, _PRINTERS):
        connection.execute(statement)
    connection.execute("DROP TYPE IF EXISTS destination_address")
    connection.execute("CREATE TYPE destination_address AS ENUM (SELECT ip_address FROM known_destination)")
    connection.execute(_DESTINATION_SLOTS, {"slots": NETWORK_SLOTS})
    connection.execute(_DOMAIN_SLOTS, {"slots": NETWORK_SLOTS})


def build_network(connection: DuckDBPyConnection, beginning: datetime) -> None:
    """Make `destination` and `domain`, seen when the events made before say so."""
    connection.execute(_DESTINATION_TABLE, {"beginning": beginning})
    connection.execute(_DOMAIN_TABLE, {"beginning": beginning})
