"""The people of the company, with names from many languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_FIRST_NAMES = (
    "Zoë", "Anna", "Luca", "Émile", "Chloé", "Noah", "Mia", "Łukasz", "Agnieszka", "James", "Olivia", "François",
    "Søren", "Ingrid", "José", "Lucía", "Priya", "Arjun", "Sinéad", "Björn", "Élodie", "Thomas", "Sophie", "Marco",
    "Giulia", "David", "Sarah", "Mehmet", "Ayşe", "Jürgen", "Katarína", "Emma", "Liam", "Nora", "Hugo", "Inês",
)  # fmt: skip
_LAST_NAMES = (
    "Müller", "Meier", "Rochat", "Favre", "Dubois", "Lefèvre", "Smith", "O'Neill", "Kowalski", "Wiśniewska", "Rossi",
    "Bianchi", "García", "Núñez", "Sharma", "Iyer", "Johnson", "Williams", "Østergård", "Ångström", "Novák", "Yılmaz",
    "Schneider", "Keller", "Bernard", "Moreau", "Taylor", "Brown", "Zieliński", "Baumgartner-Schönenberger",
)  # fmt: skip
_FIRST_PEOPLE = ("Zoë.Müller", "田中")
"""In every company, whatever its seed: examples and tests can count on them."""
_JAPANESE_NAMES = ("田中", "佐藤", "鈴木", "高橋", "伊藤", "渡辺", "山本", "中村")

_PEOPLE = """
CREATE OR REPLACE TEMP TABLE person AS
WITH named AS (
    SELECT number AS person,
           site,
           CASE WHEN number <= len($first_people) THEN $first_people[number]
                WHEN location = 'Tōkyō' AND sample.happens(number, 'japanese name', 0.8)
                THEN sample.pick(number, 'family name', $japanese_names)
                ELSE sample.pick(number, 'first name', $first_names)
                     || '.' || sample.pick(number, 'last name', $last_names)
           END AS full_name
    FROM range(1, 1 + CAST($people AS BIGINT)) AS numbers(number)
    JOIN site ON sample.draw(number, 'site of a person') >= low AND sample.draw(number, 'site of a person') < high
), numbered AS (
    SELECT *, row_number() OVER (PARTITION BY lower(full_name) ORDER BY person) AS namesake FROM named
)
SELECT person, site, lower(full_name) || CASE WHEN namesake > 1 THEN namesake::VARCHAR ELSE '' END AS account
FROM numbered
"""


def build_people(connection: DuckDBPyConnection, people: int) -> None:
    """Make the table `person`: a number, a site and an account such as `zoë.müller`, `田中` or `anna.favre2`."""
    connection.execute(
        _PEOPLE,
        {
            "people": people,
            "first_people": list(_FIRST_PEOPLE),
            "first_names": list(_FIRST_NAMES),
            "last_names": list(_LAST_NAMES),
            "japanese_names": list(_JAPANESE_NAMES),
        },
    )
