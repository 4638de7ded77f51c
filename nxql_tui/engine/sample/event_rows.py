"""How rows of an event come to be: spread over the days on which devices were on.

A row holds only what queries join, filter and group by: its moment and its links. What is measured about it is worked
out when it is read, from bits of the hash of its id, so that many millions of events are made in seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def build_event_rows(
    connection: DuckDBPyConnection, event: str, salt: int, *, number: str, columns: str, joins: str = ""
) -> None:
    """Make the table `@event`, day by day and device by device: an event's place in it is its id.

    Args:
        connection: The database, with `presence` in it.
        event: The name of the event.
        salt: Sets the hashes of this event apart from those of all others.
        number: SQL: how many events a row of `presence` has.
        columns: SQL: what is stored beside `moment`, `@platform` and `@device`; it may use the columns of `presence`,
            `k`, the number of the event on its day from 0, and `h`, its hash.
        joins: SQL: what else the columns come from, joined to `drawn`.
    """
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE "@{event}" AS
        SELECT moment, drawn.platform::event_platform AS "@platform", device AS "@device", {columns}
        FROM (SELECT *, make_timestamp((begins + ((k + sample.part(h, 50)) * seconds / number)::BIGINT) * 1000000) AS moment
              FROM (SELECT *, first + k AS turn, sample.event_hash(first + k, {salt}) AS h
                    FROM (SELECT *, unnest(range(number)) AS k
                          FROM (SELECT *, (sum(number) OVER (ORDER BY presence) - number + 1)::BIGINT AS first
                                FROM (SELECT *, ({number})::BIGINT AS number FROM presence))))) AS drawn
        {joins}
        {"ORDER BY turn" if joins else ""}
        """
    )


def build_event_view(connection: DuckDBPyConnection, event: str, salt: int, *, links: str, fields: str) -> None:
    """Make the view of an event with everything that is measured about it.

    Args:
        connection: The database, with the rows of the event in it.
        event: The name of the event.
        salt: As for its rows.
        links: SQL: its columns that no query can name, beside platform and device.
        fields: SQL: its fields, which may use `h`, the hash of the event, and all columns of its row.
    """
    hidden = f", {links}" if links else ""
    connection.execute(
        f"""
        CREATE OR REPLACE VIEW {event} AS
        SELECT id, {fields}, "@platform", "@device"{hidden}
        FROM (SELECT *, rowid + 1 AS id, sample.event_hash(rowid + 1, {salt + 1}) AS h FROM "@{event}")
        """
    )
