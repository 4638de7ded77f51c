"""The embedded Engine standing alone, asked by tools that are not ours."""

from __future__ import annotations

import csv
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
        [installed_program, "serve", "--port", "0", "--devices", "50"],
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
