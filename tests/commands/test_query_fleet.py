from __future__ import annotations

import csv
import io
import json
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pexpect
import pytest

from nxql_tui.accounts.connections import Connection, save_connection

if TYPE_CHECKING:
    from collections.abc import Callable

    from hostile_servers import Server, Street, Visit

    from nxql_tui.engine.site import EmbeddedSite
    from tests.commands.conftest import Program

QUERY = "(select (name device_type total_ram last_seen) (from device) (order_by name asc))"
EVERYTHING = "(select (*) (from device))"
NAMES = "(select (name) (from device))"


# Independent readers: a list of rows, each a list of name and value.

Table = list[list[tuple[str, Any]]]


def read_csv(answer: bytes) -> Table:
    head, *rows = csv.reader(io.StringIO(answer.decode(), newline=""), delimiter="\t")
    return [list(zip(head, row, strict=True)) for row in rows]


def read_json(answer: bytes) -> Table:
    rows: Table = json.loads(answer, object_pairs_hook=list)
    return rows


def read_xml(answer: bytes) -> Table:
    table = ET.fromstring(answer)
    head = [(cell.text or "", cell.attrib["type"]) for cell in table.iterfind("header/*")]
    return [
        [(name, (kind, cell.text)) for (name, kind), cell in zip(head, row, strict=True)]
        for row in table.iterfind("body/r")
    ]


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data.strip("\n")


def read_html(answer: bytes) -> Table:
    page = _Page()
    page.feed(answer.decode())
    head, *rows = page.rows
    return [list(zip(head, row, strict=True)) for row in rows]


READERS: dict[str, Callable[[bytes], Table]] = {
    "csv": read_csv,
    "json": read_json,
    "xml": read_xml,
    "html": read_html,
}


def engine_value(answer_format: str, name: str) -> Any:
    return ("string", name) if answer_format == "xml" else name


def asked_alone(
    program: Program, site: EmbeddedSite, trusted: list[str], password: dict[str, str], query: str, answer_format: str
) -> dict[str, Table]:
    """The rows of each Engine, asked by itself."""
    tables = {}
    for number, engine in enumerate(site.engines, start=1):
        where = ["--engine", f"127.0.0.1:{engine.port}", *trusted, "--format", answer_format]
        done = program.run("query", query, *where, variables=password)
        assert (done.returncode, done.stderr) == (0, b"")
        tables[f"engine-{number}"] = READERS[answer_format](done.stdout)
    return tables


def by_engine(table: Table, answer_format: str) -> dict[str, Table]:
    """The rows without their first column, by what stands in it."""
    found: dict[str, Table] = {}
    for (head, name), *row in table:
        assert head == "engine"
        found.setdefault(name[1] if answer_format == "xml" else name, []).append(row)
    return found


# Merged rows


@pytest.mark.parametrize("answer_format", READERS)
@pytest.mark.parametrize("query", [QUERY, EVERYTHING], ids=["columns named", "all columns"])
def test_the_merged_rows_are_those_of_all_engines_asked_one_by_one(
    program: Program,
    site: EmbeddedSite,
    at_portal: list[str],
    trusted: list[str],
    password: dict[str, str],
    answer_format: str,
    query: str,
):
    done = program.run("query", query, *at_portal, "--format", answer_format, variables=password)
    assert done.returncode == 0
    alone = asked_alone(program, site, trusted, password, query, answer_format)
    assert sum(map(len, alone.values())) > 100
    merged = by_engine(READERS[answer_format](done.stdout), answer_format)
    assert merged == alone
    assert not program.spools


@pytest.mark.parametrize("answer_format", READERS)
def test_a_file_holds_the_same_rows(
    program: Program,
    site: EmbeddedSite,
    at_portal: list[str],
    trusted: list[str],
    password: dict[str, str],
    answer_format: str,
):
    done = program.run("query", QUERY, *at_portal, "-o", f"all.{answer_format}", variables=password)
    assert (done.returncode, done.stdout) == (0, b"")
    merged = by_engine(READERS[answer_format]((program.folder / f"all.{answer_format}").read_bytes()), answer_format)
    assert merged == asked_alone(program, site, trusted, password, QUERY, answer_format)


def test_those_that_the_portal_does_not_reach_are_named_and_nothing_is_missing_for_that(
    program: Program, at_portal: list[str], password: dict[str, str]
):
    done = program.run("query", NAMES, *at_portal, variables=password)
    assert done.returncode == 0
    assert b"Not asked, for the Portal does not reach them: engine-4." in done.stderr
    assert b"INCOMPLETE" not in done.stderr


def test_several_engines_are_named_by_their_addresses_and_each_is_told_of(
    program: Program, site: EmbeddedSite, trusted: list[str], password: dict[str, str]
):
    addresses = [f"127.0.0.1:{engine.port}" for engine in site.engines[:2]]
    where = [word for address in addresses for word in ("--engine", address)]
    done = program.run("query", NAMES, *where, *trusted, variables=password)
    assert done.returncode == 0
    assert set(by_engine(read_csv(done.stdout), "csv")) == set(addresses)
    told = sorted(line.partition(b": ")[0].decode() for line in done.stderr.splitlines())
    assert told == sorted(addresses)


def test_several_connections_are_asked_by_their_names(
    program: Program, site: EmbeddedSite, authorities: Any, password: dict[str, str]
):
    for name, engine in zip(("paris", "vienna"), site.engines, strict=False):
        saved = Connection(name, f"127.0.0.1:{engine.port}", "alice", ca_file=str(authorities))
        save_connection(program.folder / "home" / "config" / "connections.toml", saved)
    done = program.run("query", NAMES, "--connection", "paris", "--connection", "vienna", variables=password)
    assert done.returncode == 0
    assert set(by_engine(read_csv(done.stdout), "csv")) == {"paris", "vienna"}


@pytest.fixture
def saved_site(program: Program, site: EmbeddedSite, authorities: Any) -> list[str]:
    """A saved connection to the Portal."""
    saved = Connection("lab", user="alice", portal=site.portal_url, ca_file=str(authorities))
    save_connection(program.folder / "home" / "config" / "connections.toml", saved)
    return ["--connection", "lab"]


def test_a_connection_to_a_portal_is_asked_as_a_whole_and_one_of_its_engines_byte_for_byte(
    program: Program, site: EmbeddedSite, saved_site: list[str], password: dict[str, str]
):
    whole = program.run("query", NAMES, *saved_site, variables=password)
    one = program.run("query", NAMES, *saved_site, "--engine", f"127.0.0.1:{site.engines[0].port}", variables=password)
    assert (whole.returncode, one.returncode, one.stderr) == (0, 0, b"")
    assert whole.stdout.startswith(b"engine\tname\n")
    assert one.stdout.startswith(b"name\n")


def test_the_password_of_a_site_is_asked_for_once(program: Program, saved_site: list[str], password: dict[str, str]):
    terminal = program.open_terminal("query", NAMES, *saved_site, "-o", "all.csv")
    terminal.expect("Password of alice at 127.0.0.1:[0-9]+: ")
    terminal.sendline(password["NXQL_TUI_PASSWORD"].encode())
    terminal.expect_exact(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    assert b"Password" not in terminal.before
    assert set(by_engine(read_csv((program.folder / "all.csv").read_bytes()), "csv")) == {
        f"engine-{number}" for number in (1, 2, 3)
    }


@pytest.mark.parametrize(
    ("pattern", "names"),
    [("engine-[13]", {"engine-1", "engine-3"}), ("ENGINE-2", {"engine-2"})],
)
def test_only_those_of_a_pattern_are_asked_and_the_shape_stays(
    program: Program, at_portal: list[str], password: dict[str, str], pattern: str, names: set[str]
):
    done = program.run("query", NAMES, *at_portal, "--only", pattern, variables=password)
    assert done.returncode == 0
    assert set(by_engine(read_csv(done.stdout), "csv")) == names


def test_a_pattern_that_leaves_none_is_told_with_the_names(
    program: Program, at_portal: list[str], password: dict[str, str]
):
    done = program.run("query", NAMES, *at_portal, "--only", "eu-*", variables=password)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"No Engine is like 'eu-*'. There are: engine-1, engine-2, engine-3, engine-4." in done.stderr


def test_views_are_of_all_rows(program: Program, at_portal: list[str], password: dict[str, str]):
    options = ["--where", "engine != engine-2", "--sort", "-name", "--columns", "engine,name", "--comma"]
    done = program.run("query", QUERY, *at_portal, *options, variables=password)
    assert done.returncode == 0
    head, *rows = csv.reader(io.StringIO(done.stdout.decode()))
    assert head == ["engine", "name"]
    assert {engine for engine, _ in rows} == {"engine-1", "engine-3"}
    assert [name for _, name in rows] == sorted((name for _, name in rows), reverse=True)


@pytest.mark.parametrize("options", [[], ["--sort=name"]], ids=" ".join)
def test_a_limit_of_all_keeps_the_first_rows_of_all_engines_together(
    program: Program, at_portal: list[str], password: dict[str, str], options: list[str]
):
    query = "(select (name) (from device) (order_by name desc)"
    every = read_csv(program.run("query", f"{query})", *at_portal, variables=password).stdout)
    expected = sorted((row[1][1] for row in every), reverse=True)[:5]
    limited = program.run("query", f"{query} (limit 5))", *at_portal, "--limit-of-all", *options, variables=password)
    assert limited.returncode == 0
    names = [row[1][1] for row in read_csv(limited.stdout)]
    assert names == (sorted(expected) if options else expected)


def test_without_a_limit_there_is_none_of_all_and_nobody_is_asked(
    program: Program, street: Street, trusted: list[str], password: dict[str, str]
):
    servers = [street.engine(answering(b"name\nA\n")) for _ in range(2)]
    done = merged_of(program, servers, NAMES, "--limit-of-all", *trusted, password=password)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"The query has no limit for --limit-of-all" in done.stderr
    assert [server.visitors for server in servers] == [0, 0]


# Strange answers


def answering(body: bytes) -> Callable[[Visit], object]:
    return lambda visit: visit.answer(body)


def at(*servers: Server) -> list[str]:
    return [word for server in servers for word in ("--engine", f"127.0.0.1:{server.port}")]


def merged_of(program: Program, servers: list[Server], *options: str, password: dict[str, str]) -> Any:
    return program.run("query", *options, *at(*servers), variables=password)


def test_columns_are_united_by_name_and_what_an_engine_lacks_is_empty(
    program: Program, street: Street, trusted: list[str], password: dict[str, str]
):
    old = street.engine(answering(b"name\tuid\nA\t1\n"))
    new = street.engine(answering(b'uid\tname\tip\n2\tB\t"10.0.0.1\n10.0.0.2"\n'))
    done = merged_of(program, [old, new], EVERYTHING, *trusted, password=password)
    assert done.returncode == 0
    first, second = f"127.0.0.1:{old.port}", f"127.0.0.1:{new.port}"
    rows = sorted(sorted(row) for row in read_csv(done.stdout))
    assert rows == sorted(
        [
            sorted([("engine", first), ("name", "A"), ("uid", "1"), ("ip", "")]),
            sorted([("engine", second), ("name", "B"), ("uid", "2"), ("ip", "10.0.0.1\n10.0.0.2")]),
        ]
    )


def test_a_column_that_is_there_twice_meets_the_same_of_another_engine(
    program: Program, street: Street, trusted: list[str], password: dict[str, str]
):
    servers = [street.engine(answering(b"name\tname\na\tb\n")), street.engine(answering(b"name\tname\nc\td\n"))]
    done = merged_of(program, servers, EVERYTHING, *trusted, password=password)
    head, *rows = csv.reader(io.StringIO(done.stdout.decode()), delimiter="\t")
    assert head == ["engine", "name", "name"]
    assert sorted(row[1:] for row in rows) == [["a", "b"], ["c", "d"]]


def test_json_keeps_the_values_of_the_engines(
    program: Program, street: Street, trusted: list[str], password: dict[str, str]
):
    first = b'[{"name":"7","ram":17e3,"big":12345678901234567890,"on":true,"tags":["a",1,null,false],"x":null}]'
    second = b'[{"name":"caf\\u00e9 \\"q\\"","ram":-0.10,"device":{"uid":5}}]'
    servers = [street.engine(answering(first)), street.engine(answering(second))]
    done = merged_of(program, servers, EVERYTHING, *trusted, "--format=json", password=password)
    rows = {row.pop("engine"): row for row in json.loads(done.stdout, parse_float=str)}
    one, two = (rows[f"127.0.0.1:{server.port}"] for server in servers)
    assert one == {**json.loads(first, parse_float=str)[0], "device/uid": None}
    assert (two["name"], two["ram"], two["device/uid"], two["on"], two["tags"]) == ('café "q"', "-0.10", 5, None, None)


def test_an_engine_with_further_columns_than_the_query_names_is_not_passed_over(
    program: Program, street: Street, trusted: list[str], password: dict[str, str]
):
    usual = street.engine(answering(b"name\nA\n"))
    strange = street.engine(answering(b"name\tip\nB\t1\n"))
    done = merged_of(program, [usual, strange], NAMES, *trusted, "-o", "all.csv", password=password)
    assert done.returncode == 0
    assert (program.folder / "all.csv").read_text().splitlines()[0] == "engine\tname\tip"
    done = merged_of(program, [usual, strange], NAMES, *trusted, password=password)
    if done.stdout.startswith(b"engine\tname\n"):
        # The usual one was faster.
        assert done.returncode == 8
        assert b"no answer: The header was written before it, and lacks columns of its answer: 'ip'" in done.stderr
        assert b"B" not in done.stdout
    else:
        assert done.returncode == 0


def test_no_rows_anywhere_are_an_answer_too(
    program: Program, street: Street, trusted: list[str], password: dict[str, str]
):
    servers = [street.engine(answering(b"name\n")), street.engine(answering(b"name\n"))]
    done = merged_of(program, servers, NAMES, *trusted, password=password)
    assert (done.returncode, done.stdout) == (0, b"engine\tname\n")
    servers = [street.engine(answering(b"[]")), street.engine(answering(b"[]"))]
    done = merged_of(program, servers, NAMES, *trusted, "--format=json", password=password)
    assert (done.returncode, json.loads(done.stdout)) == (0, [])


# Usage


@pytest.mark.parametrize(
    "options",
    [
        pytest.param(["--as=curl"], id="a recipe"),
        pytest.param(["--fingerprint", "A" * 64], id="a fingerprint"),
        pytest.param(["--portal=portal.example.com"], id="a Portal too"),
        pytest.param(["--output=a", "--each-to=b"], id="two places"),
        pytest.param(["--each-to=b", "--sort=name"], id="a view in many files"),
    ],
)
def test_what_does_not_go_with_several_engines_is_wrong_usage(
    program: Program, closed_port: int, password: dict[str, str], options: list[str]
):
    where = ["--engine", f"127.0.0.1:{closed_port}", "--engine", "localhost", "--user=alice"]
    done = program.run("query", NAMES, *where, *options, variables=password)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Error: " in done.stderr


@pytest.mark.parametrize("options", [["--only=*"], ["--each-to=folder"], ["--limit-of-all"]])
def test_one_engine_is_not_several(
    program: Program, at_engine: list[str], password: dict[str, str], options: list[str]
):
    done = program.run("query", NAMES, *at_engine, *options, variables=password)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"for several Engines, and there is only one" in done.stderr
