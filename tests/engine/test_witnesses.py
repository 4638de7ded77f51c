"""Other people's clients ask the embedded Engine, as the reference says they do."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from nxql_tui.engine.server import EmbeddedEngine

QUERY = "(select (id name) (from device) (limit 3))"


def run(*command: str) -> subprocess.CompletedProcess[bytes]:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    return subprocess.run(command, capture_output=True, timeout=60, check=False)


def link(engine: EmbeddedEngine, **more: str) -> str:
    return f"{engine.url}?{urlencode({'query': QUERY, **more}, quote_via=quote)}"


def test_curl_gets_csv(engine: EmbeddedEngine, ca_file: str) -> None:
    done = run("curl", "--silent", "--cacert", ca_file, "--user", "admin:admin", link(engine, format="csv"))
    assert done.returncode == 0
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode()), delimiter="\t"))
    assert [row["id"] for row in rows] == ["1", "2", "3"]


def test_curl_sends_credentials_only_after_the_challenge(engine: EmbeddedEngine, ca_file: str) -> None:
    done = run(
        "curl", "--silent", "--verbose", "--cacert", ca_file, "--anyauth", "--user", "admin:admin",
        "--data-urlencode", f"query={QUERY}", "--data", "format=json", engine.url,
    )  # fmt: skip
    assert b"401" in done.stderr
    assert len(json.loads(done.stdout)) == 3


def test_curl_leaves_brackets_and_quotes_raw(engine: EmbeddedEngine, ca_file: str) -> None:
    raw = "(select+(id)+(from+device+(where+device+(eq+name+(pattern+'*-L*'))))+(limit+2))"
    done = run(
        "curl", "--silent", "--globoff", "--cacert", ca_file, "-u", "admin:admin",
        f"{engine.url}?p1=unused&format=json&query={raw}&platform=windows&hr=False",
    )  # fmt: skip
    assert len(json.loads(done.stdout)) == 2


def test_curl_posts_with_an_empty_body(engine: EmbeddedEngine, ca_file: str) -> None:
    done = run(
        "curl", "--silent", "--cacert", ca_file, "-u", "admin:admin", "-X", "POST", "--data", "",
        link(engine, format="json"),
    )  # fmt: skip
    assert len(json.loads(done.stdout)) == 3


def test_curl_asks_for_the_head(engine: EmbeddedEngine, ca_file: str) -> None:
    done = run("curl", "--silent", "--head", "--cacert", ca_file, "-u", "admin:admin", link(engine, format="csv"))
    assert done.stdout.startswith(b"HTTP/1.1 200")
    assert b"NX_EXEC_TIME: " in done.stdout


def test_curl_reads_the_refusal_of_a_large_body(engine: EmbeddedEngine, ca_file: str, tmp_path: Path) -> None:
    body = tmp_path / "body"
    body.write_bytes(b"query=" + b"x" * 3_000_000)
    done = run(
        "curl", "--silent", "--cacert", ca_file, "-u", "admin:admin", "--data-binary", f"@{body}",
        "--output", str(tmp_path / "page"), "--write-out", "%{http_code}", engine.url,
    )  # fmt: skip
    assert done.stdout == b"413"


def test_curl_does_not_trust_it_without_being_told(engine: EmbeddedEngine) -> None:
    assert run("curl", "--silent", "-u", "admin:admin", link(engine)).returncode == 60


def test_wget_gets_csv_after_the_challenge(engine: EmbeddedEngine, tmp_path: Path) -> None:
    target = tmp_path / "devices.csv"
    done = run(
        "wget", "--quiet", "--no-check-certificate", "--user=admin", "--password=admin",
        f"--output-document={target}", link(engine, format="csv"),
    )  # fmt: skip
    assert done.returncode == 0
    assert target.read_text(encoding="utf-8").splitlines()[0] == "id\tname"


def test_wget_posts_a_form(engine: EmbeddedEngine, ca_file: str) -> None:
    form = urlencode({"query": QUERY, "format": "json", "platform": "mobile"})
    address = engine.url.replace("127.0.0.1", "localhost")
    done = run(
        "wget", "--quiet", f"--ca-certificate={ca_file}", "--user=admin", "--password=admin",
        f"--post-data={form}", "--output-document=-", address,
    )  # fmt: skip
    assert len(json.loads(done.stdout)) == 3


def test_wget_is_told_of_a_wrong_password(engine: EmbeddedEngine) -> None:
    done = run("wget", "--quiet", "--no-check-certificate", "--user=admin", "--password=wrong", "-O", "-", link(engine))
    assert done.returncode == 6
