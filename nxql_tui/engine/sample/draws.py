"""Pseudo-random draws inside the database: functions of the seed, a row number and the name of what is drawn.

A draw depends on nothing else, so the same seed gives the same company whatever the number of threads, and a new
column never changes the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MACROS = """
CREATE SCHEMA IF NOT EXISTS sample;
CREATE OR REPLACE MACRO sample.draw(number, subject) AS
    (hash(number, subject, {seed}) >> 11)::DOUBLE / 9007199254740992.0;
CREATE OR REPLACE MACRO sample.whole(number, subject, low, high) AS
    low + floor(sample.draw(number, subject) * (high - low + 1))::BIGINT;
CREATE OR REPLACE MACRO sample.pick(number, subject, choices) AS
    choices[sample.whole(number, subject, 1, len(choices))];
CREATE OR REPLACE MACRO sample.happens(number, subject, probability) AS
    sample.draw(number, subject) < probability;
CREATE OR REPLACE MACRO sample.tail(number, subject, typical) AS
    typical * pow(greatest(1 - sample.draw(number, subject), 0.001), -0.45);
CREATE OR REPLACE MACRO sample.digest(number, subject) AS
    md5(concat_ws(':', subject, number, {seed}));
"""


def define_draws(connection: DuckDBPyConnection, seed: int) -> None:
    """Define the functions every sample module draws with.

    `draw` is uniform in [0, 1), `whole` an integer between two bounds, `pick` an element of a list, `happens` a
    decision, `tail` a number from `typical` upwards with a long tail, `digest` 32 hexadecimal digits.
    """
    connection.execute(_MACROS.format(seed=int(seed)))
