"""How fast the embedded Engine streams a large answer over HTTPS: `python bench_engine_answers.py [ROWS]`.

`nxql-tui serve` in a process of its own is asked by curl, which throws the bytes away; the peer is Python's csv module
writing the same rows in this process. Prints what it measured; asserts nothing about it.
"""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

FIELDS = (
    "id start_time end_time duration cardinality binary_path average_memory_usage memory_usage total_cpu_time"
    " focus_time startup_duration privilege_level status incoming_tcp_traffic outgoing_tcp_traffic"
)
SERVE = ("serve", "--port", "0", "--devices", "10000", "--days", "20", "--now", "2026-11-24T10:30:00")


@dataclass(frozen=True)
class Download:
    """What curl says of an answer."""

    first_byte: float
    total: float
    size: int

    @property
    def rate(self) -> float:
        """Megabytes a second."""
        return self.size / 1e6 / self.total


class Memory:
    """The most memory that a process holds while the block runs."""

    def __init__(self, process: int) -> None:
        self._status = Path(f"/proc/{process}/status")
        self._ended = threading.Event()
        self.most = 0
        self.before = self._now()
        self._thread = threading.Thread(target=self._watch)

    def _now(self) -> int:
        return next(int(line.split()[1]) for line in self._status.read_text().splitlines() if line.startswith("VmRSS"))

    def _watch(self) -> None:
        while not self._ended.wait(0.05):
            self.most = max(self.most, self._now())

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()


def download(url: str, query: str, answer_format: str, target: str = os.devnull, **more: str) -> Download:
    pairs = {"query": query, "format": answer_format, **more}
    data = [word for name, value in pairs.items() for word in ("--data-urlencode", f"{name}={value}")]
    command = ["curl", "--silent", "--insecure", "--user", "admin:admin", *data, "--output", target]
    command += ["--write-out", "%{time_starttransfer} %{time_total} %{size_download}", url]
    first, total, size = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()
    return Download(float(first), float(total), int(size))


def python_csv(rows: list[list[str]]) -> float:
    began = perf_counter()
    csv.writer(io.StringIO(), delimiter="\t", lineterminator="\n").writerows(rows)
    return perf_counter() - began


def report(name: str, found: Download, memory: Memory) -> None:
    grown = (memory.most - memory.before) / 1024
    print(
        f"  {name:34} first byte {found.first_byte * 1000:6.0f} ms   whole {found.total:6.2f} s   "
        f"{found.size / 1e6:6.0f} MB   {found.rate:5.0f} MB/s   memory {grown:+5.0f} MB",
        flush=True,
    )


def measure(url: str, process: int, rows: int, folder: Path) -> None:
    period = "(between now-30d now)"
    whole = f"(select ({FIELDS}) (from execution {period}))"
    week = f"(select ({FIELDS}) (from execution (between now-9d now)))"
    newest = f"(select ({FIELDS}) (from execution {period}) (limit {rows}))"
    decorated = (
        f"(select ((execution ({FIELDS})) (device (name)) (binary (executable_name version))) "
        f"(from (execution device binary) {period}) (limit {rows}))"
    )
    download(url, "(select (id) (from device) (limit 1))", "csv")
    for name, query, answer_format, more in (
        ("nine days of executions, csv", week, "csv", {}),
        (f"newest {rows:,}, csv", newest, "csv", {}),
        ("the same, decorated", decorated, "csv", {}),
        ("every execution of Windows, csv", whole, "csv", {}),
        ("nine days, csv, hr", week, "csv", {"hr": "true"}),
        ("nine days, json", week, "json", {}),
        ("nine days, xml", week, "xml", {}),
        ("nine days, html", week, "html", {}),
    ):
        with Memory(process) as memory:
            found = download(url, query, answer_format, **more)
        report(name, found, memory)
    target = folder / "answer.csv"
    found = download(url, week, "csv", str(target))
    with target.open(newline="") as file:
        seconds = python_csv(list(csv.reader(file, delimiter="\t")))
    print(f"  Python's csv module writes the same rows at {found.size / 1e6 / seconds:.0f} MB/s, to memory")
    target.unlink()


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    process = subprocess.Popen([sys.executable, "-m", "nxql_tui", *SERVE], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        url = process.stdout.readline().split()[-1]
        measure(url, process.pid, rows, Path(os.environ.get("TMPDIR", "/tmp")))
    finally:
        process.terminate()
        process.communicate(timeout=60)


if __name__ == "__main__":
    main()
