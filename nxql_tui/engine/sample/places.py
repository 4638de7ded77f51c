"""The sites of the company: what devices, users and their networks have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LOCATIONS = ("Lausanne", "Zürich", "Paris", "London", "Kraków", "Boston", "Tōkyō", "Bengaluru")
"""Keywords of the category `#Location`, one a site."""

COST_CENTERS = (
    "Administration",
    "Engineering",
    "Finance",
    "Marketing",
    "Operations",
    "Research & Development",
    "Sales",
)
"""Keywords of the category `#"Cost center"`."""

_SITES = """
CREATE OR REPLACE TEMP TABLE site AS
SELECT * FROM (VALUES
    (1, 'Lausanne',  'LSN', 'Europe/Switzerland/Lausanne',      10, 0.00, 0.24),
    (2, 'Zürich',    'ZRH', 'Europe/Switzerland/Zürich',        20, 0.24, 0.44),
    (3, 'Paris',     'PAR', 'Europe/France/Paris',              30, 0.44, 0.58),
    (4, 'London',    'LON', 'Europe/United Kingdom/London',     40, 0.58, 0.70),
    (5, 'Kraków',    'KRK', 'Europe/Poland/Kraków',             50, 0.70, 0.79),
    (6, 'Boston',    'BOS', 'America/United States/Boston',     60, 0.79, 0.90),
    (7, 'Tōkyō',     'TYO', 'Asia/Japan/Tōkyō',                 70, 0.90, 0.96),
    (8, 'Bengaluru', 'BLR', 'Asia/India/Bengaluru',             80, 0.96, 1.00)
) AS rows(site, location, code, entity, subnet, low, high)
"""


def build_sites(connection: DuckDBPyConnection) -> None:
    """Make the table `site`; `low` and `high` bound the share of people and devices that are there."""
    connection.execute(_SITES)
