"""The embedded Engine standing alone, asked by tools that are not ours."""

from __future__ import annotations

import csv
import json
import re
import shutil
import signal
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

QUERY = "(select (name platform) (from device) (limit 5))"


@pytest.fixture
def served(installed_program: Path, terminal_environment: dict[str, str]) -> Iterator[str]:
    """The address of a running `nxql-tui serve`."""
    process = subprocess.Popen(
        [installed_program, "serve", "--port", "0", "--devices", "50", "--days", "1"],
        env=terminal_environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    ready = re.fullmatch(r"Engine ready at (https://127\.0\.0\.1:\d+/2/query)\n", process.stdout.readline())
    assert ready
    assert re.fullmatch(r"Certificate SHA-256 ([0-9A-F]{2}:){31}[0-9A-F]{2}\n", process.stdout.readline())
    yield ready[1]
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    process.stdout.close()


@pytest.fixture
def portal(installed_program: Path, terminal_environment: dict[str, str]) -> Iterator[str]:
    """The address of the Portal of three Engines that run."""
    process = subprocess.Popen(
        [installed_program, "serve", "--port", "0", "--devices", "50", "--days", "1", "--engines", "3"],
        env=terminal_environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(5)]
    assert all(line.startswith("Engine ready at https://127.0.0.1:") for line in lines[:3])
    ready = re.fullmatch(r"Portal ready at (https://127\.0\.0\.1:\d+/api/configuration/v1/engines)\n", lines[3])
    assert ready
    assert lines[4].startswith("Certificate SHA-256 ")
    yield ready[1]
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0
    process.stdout.close()


def curl(*arguments: str) -> str:
    command = ["curl", "--silent", "--fail", "--insecure", "--user", "admin:admin", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(text.splitlines(), delimiter="\t"))


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_asks_by_get_and_by_post(served: str) -> None:
    common = ["curl", "--silent", "--insecure", "--user", "admin:admin"]
    pairs = ["--data-urlencode", f"query={QUERY}", "--data", "format=csv", "--data", "platform=windows"]
    got = subprocess.run([*common, "--get", *pairs, served], capture_output=True, text=True, check=True).stdout
    posted = subprocess.run([*common, *pairs, served], capture_output=True, text=True, check=True).stdout
    assert got == posted
    assert rows_of(got)[0] == ["name", "platform"]
    assert len(rows_of(got)) == 6


@pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not installed")
def test_the_vendors_wget_recipe_works(served: str, tmp_path: Path) -> None:
    target = tmp_path / "devices.csv"
    link = f"{served}?platform=windows&platform=mac_os&query=(select%20(name)%20(from%20device))&format=csv"
    subprocess.run(
        [
            "wget",
            "--quiet",
            "--no-check-certificate",
            "--user=admin",
            "--password=admin",
            f"--output-document={target}",
            link,
        ],
        check=True,
    )
    assert rows_of(target.read_text())[0] == ["name"]
    assert len(rows_of(target.read_text())) > 5


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_a_script_asks_every_engine_that_the_portal_lists(portal: str) -> None:
    engines = json.loads(curl(portal))
    assert [engine["status"] for engine in engines] == ["CONNECTED"] * 3 + ["DISCONNECTED"]
    pairs = ["--data-urlencode", "query=(select (name) (from device))", "--data", "format=csv"]
    every_platform = ["--data", "platform=windows", "--data", "platform=mac_os", "--data", "platform=mobile"]
    names: list[str] = []
    for engine in engines[:3]:
        rows = rows_of(curl(*pairs, *every_platform, f"https://{engine['address']}/2/query"))
        assert rows[0] == ["name"]
        names += [row[0] for row in rows[1:]]
    assert len(names) == 150
    # Two devices are known to the first two Engines, and two more to the last two.
    assert len(set(names)) == 146
