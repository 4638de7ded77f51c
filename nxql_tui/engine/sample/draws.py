"""Pseudo-random draws inside the database: functions of the seed, a row number and the name of what is drawn.

A draw depends on nothing else, so the same seed gives the same company whatever the number of threads, and a new
column never changes the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

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
CREATE OR REPLACE MACRO sample.event_hash(number, salt) AS hash(number, salt + {seed} * 1000);
CREATE OR REPLACE MACRO sample.part(bits, place) AS ((bits >> place) & 1023)::DOUBLE / 1024.0;
CREATE OR REPLACE MACRO sample.now() AS TIMESTAMP '{now:%Y-%m-%d %H:%M:%S}';
CREATE OR REPLACE MACRO sample.until_now(moment, milliseconds) AS
    greatest(0, least(milliseconds, epoch_ms(sample.now()) - epoch_ms(moment)));
"""


def define_draws(connection: DuckDBPyConnection, seed: int, now: datetime) -> None:
    """Define the functions every sample module draws with.

    `draw` is uniform in [0, 1), `whole` an integer between two bounds, `pick` an element of a list, `happens` a
    decision, `tail` a number from `typical` upwards with a long tail, `digest` 32 hexadecimal digits. For events, whose
    numbers are many, `event_hash` draws 64 bits at once, ten of which `part` turns into a number in [0, 1);
    `until_now` cuts a time short that would reach beyond `now`.
    """
    connection.execute(_MACROS.format(seed=int(seed), now=now))
