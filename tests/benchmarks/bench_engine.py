"""How fast the embedded Engine is ready and answers, beside sqlite: `python bench_engine.py [MILLIONS…]`.

For each number of events, in millions: the time until the data is there, and the times of questions as the planner plans
them; up to 10 million events sqlite holds the same executions, with an index on their time, and is asked the same.
`--database FILE` holds the data in a file. Prints times of one run beside each other; asserts nothing about them.
"""

from __future__ import annotations

import argparse
import resource
import sqlite3
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from timing import timed

from nxql_tui.engine.database import EngineDatabase
from nxql_tui.engine.planner.plan import Plan
from nxql_tui.engine.questions import plan_request
from nxql_tui.engine.sample.company import CompanySize
from nxql_tui.wire.request import QueryRequest

NOW = datetime(2026, 11, 24, 10, 30)
DAYS = 30
REPETITIONS = 3
LARGEST_FOR_SQLITE = 10
"""Millions of events: copying more into sqlite takes minutes."""


@dataclass(frozen=True)
class Question:
    """A question in NXQL and the same in sqlite's SQL."""

    name: str
    budget: str
    nxql: str
    sql: str | None = None


THREATS = """
    SELECT device.name, count(DISTINCT execution.binary) FROM execution
    JOIN binary ON binary.id = execution.binary JOIN device ON device.id = execution.device
    WHERE binary.threat_level = 'high' AND start_time >= {} AND start_time < {} AND execution.platform = 'windows'
    GROUP BY device.id
"""
QUESTIONS = (
    Question(
        "distinct binaries of high threat per device, yesterday", "50 ms",
        "(select (name) (from device (with execution (where binary (eq threat_level (enum high)))"
        " (compute number_of_binaries) (between midnight-1d midnight))))",
        THREATS.format("'2026-11-23 00:00:00'", "'2026-11-24 00:00:00'"),
    ),
    Question(
        "the same over 30 days", "1 s",
        "(select (name) (from device (with execution (where binary (eq threat_level (enum high)))"
        " (compute number_of_binaries) (between midnight-30d midnight))))",
        THREATS.format("'2026-10-25 00:00:00'", "'2026-11-24 00:00:00'"),
    ),
    Question(
        "all distinct binaries per device over 30 days", "",
        "(select (name) (from device (with execution (compute number_of_binaries) (between midnight-30d midnight))))",
        """SELECT device.name, count(DISTINCT execution.binary) FROM execution JOIN device ON device.id = execution.device
           WHERE start_time >= '2026-10-25 00:00:00' AND start_time < '2026-11-24 00:00:00'
           AND execution.platform = 'windows' GROUP BY device.id""",
    ),
    Question(
        "newest 100 executions, decorated", "1 s",
        "(select ((execution (start_time)) (device (name)) (binary (executable_name version)))"
        " (from (execution device binary) (between now-30d now)) (order_by start_time desc) (limit 100))",
        """SELECT start_time, device.name, binary.executable_name, binary.version FROM execution
           JOIN device ON device.id = execution.device JOIN binary ON binary.id = execution.binary
           WHERE start_time >= '2026-10-25 10:30:00' AND start_time < '2026-11-24 10:30:00'
           AND execution.platform = 'windows' ORDER BY start_time DESC, execution.id DESC LIMIT 100""",
    ),
    Question(
        "newest 100 connections of one port that failed", "",
        "(select ((connection (start_time status)) (device (name)) (destination (name))) (from (connection device destination)"
        " (where port (eq port_number (integer 8443))) (where connection (ne status (enum closed))) (between now-30d now))"
        " (limit 100))",
    ),
)  # fmt: skip


def report(name: str, seconds: float, other: float | None = None, budget: str = "") -> None:
    beside = f"  sqlite {other * 1000:9.1f} ms, {other / seconds:7.1f} ×" if other else ""
    print(f"  {name:56} {seconds * 1000:9.1f} ms  {f'budget {budget}' if budget else '':14}{beside}", flush=True)


def ready_to_serve(*options: str) -> float:
    """Seconds from the start of the program until it says that it is ready."""
    command = [sys.executable, "-m", "nxql_tui", "serve", "--port", "0", *options]
    with timed() as lap:
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
    process.terminate()
    process.communicate(timeout=60)
    return lap.seconds


def size_of(millions: float) -> CompanySize:
    devices = 10_000 if millions >= 10 else 1_000
    per_day = max(1, round(millions * 1_000_000 / devices / DAYS))
    return CompanySize(devices, 1, NOW, days=DAYS, events_per_device_day=per_day)


def ask(database: EngineDatabase, question: Question) -> tuple[float, int]:
    plan = plan_request(QueryRequest(question.nxql), database.catalog, database.now)
    assert isinstance(plan, Plan)
    best = float("inf")
    rows = 0
    for _ in range(REPETITIONS):
        with database.cursor() as cursor, timed() as lap:
            rows = len(cursor.execute(plan.statement.sql, plan.statement.values).fetchall())
        best = min(best, lap.seconds)
    return best, rows


def copy_to_sqlite(database: EngineDatabase, file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file)
    tables = {
        "device": "SELECT id, name FROM device",
        "binary": 'SELECT id, executable_name, version, threat_level FROM "binary"',
        "execution": """SELECT id, strftime(start_time, '%Y-%m-%d %H:%M:%S') AS start_time, "@device" AS device,
                        "@binary" AS binary, "@platform"::VARCHAR AS platform FROM execution ORDER BY id""",
    }
    with database.cursor() as cursor:
        for table, query in tables.items():
            cursor.execute(query)
            names = [column[0] for column in cursor.description or []]
            connection.execute(f"CREATE TABLE {table} ({', '.join(names)}, PRIMARY KEY (id))")
            marks = ", ".join("?" for _ in names)
            while rows := cursor.fetchmany(100_000):
                connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
    connection.execute("CREATE INDEX by_time ON execution (start_time)")
    connection.commit()
    return connection


def ask_sqlite(connection: sqlite3.Connection, question: Question, rows: int) -> float | None:
    if question.sql is None:
        return None
    with timed() as lap:
        found = len(connection.execute(question.sql).fetchall())
    assert found == rows, (question.name, found, rows)
    return lap.seconds


def measure(millions: float, folder: Path, file: Path | None) -> None:
    size = size_of(millions)
    with timed() as lap:
        database = EngineDatabase(size, file)
    with database.cursor() as cursor:
        counts = [
            cursor.execute(f"SELECT count(*) FROM {table.name}").fetchone() for table in database.catalog.model.events
        ]
        executions = cursor.execute("SELECT count(*) FROM execution").fetchone()
    events = sum(row[0] for row in counts if row)
    print(f"{size.devices:,} devices, {events:,} events, {executions[0] if executions else 0:,} of them executions")
    report("the data is there", lap.seconds, budget="5 s" if millions == 10 else "")
    connection = copy_to_sqlite(database, folder / "peer.sqlite") if millions <= LARGEST_FOR_SQLITE else None
    for question in QUESTIONS:
        seconds, rows = ask(database, question)
        other = ask_sqlite(connection, question, rows) if connection is not None else None
        report(f"{question.name} ({rows} rows)", seconds, other, question.budget)
    if connection is not None:
        connection.close()
    if file is not None:
        print(f"  size of the file {file.stat().st_size / 1e6:,.0f} MB")
    print(f"  most memory so far {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")
    database.close()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("millions", type=float, nargs="*", default=[1, 10])
    options.add_argument("--database", type=Path)
    chosen = options.parse_args()
    print("nxql-tui serve, until it says that it is ready")
    report("default data", ready_to_serve(), budget="1.5 s")
    report("10,000 devices, 10 million events", ready_to_serve("--devices", "10000", "--days", "20"), budget="5 s")
    for millions in chosen.millions:
        with tempfile.TemporaryDirectory() as folder:
            measure(millions, Path(folder), chosen.database)


if __name__ == "__main__":
    main()
