from __future__ import annotations

import csv
import io
import json
import signal
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pexpect
import pytest

from nxql_tui.accounts.connections import Connection, save_connection
from nxql_tui.commands.exit_codes import ExitCode
from tests.commands.conftest import PATIENCE

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from hostile_servers import Behaviour, Identities, Server, Street, Visit

    from nxql_tui.engine.site import EmbeddedSite
    from tests.commands.conftest import Program

QUERY = "(select (name) (from device))"
EVERYTHING = "(select (*) (from device))"


def whole(visit: Visit) -> None:
    visit.answer(b"name\nA\nB\n")


def cut(visit: Visit) -> None:
    visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nname\nC\nD\nhal")


def refusing(visit: Visit) -> None:
    visit.answer(b"", "WWW-Authenticate: Basic", status="401 Unauthorized")


def not_licensed(visit: Visit) -> None:
    visit.answer(b"", status="403 Forbidden")


def silent(visit: Visit) -> None:
    visit.wait_until_left()


def resetting(visit: Visit) -> None:
    visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nname\nE\n")
    visit.reset()


def login_page(visit: Visit) -> None:
    visit.answer(b"<!DOCTYPE html>\n<html><body>Sign in</body></html>")


def at(*servers: Server) -> list[str]:
    return [word for server in servers for word in ("--engine", f"127.0.0.1:{server.port}")]


def cells(answer: bytes) -> list[str]:
    """The second cells of all rows but the header, ordered."""
    return sorted(row[1] for row in list(csv.reader(io.StringIO(answer.decode()), delimiter="\t"))[1:])


@pytest.fixture
def ask(
    program: Program, street: Street, trusted: list[str], password: dict[str, str]
) -> Callable[..., tuple[list[Server], subprocess.CompletedProcess[bytes]]]:
    """Ask Engines that behave so."""

    def run(
        behaviours: list[Behaviour], *options: str, query: str = QUERY
    ) -> tuple[list[Server], subprocess.CompletedProcess[bytes]]:
        servers = [street.engine(behaviour) for behaviour in behaviours]
        return servers, program.run("query", query, *at(*servers), *trusted, *options, variables=password)

    return run


Ask = Any


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        (refusing, b"no answer: "),
        (not_licensed, b"no answer: "),
        (login_page, b"An html page came where csv was asked."),
    ],
)
def test_an_engine_that_fails_hides_no_row_of_the_others(ask: Ask, behaviour: Behaviour, said: bytes):
    servers, done = ask([whole, behaviour, whole])
    assert done.returncode == 8
    assert cells(done.stdout) == ["A", "A", "B", "B"]
    assert said in done.stderr
    last = done.stderr.splitlines()[-1].decode()
    assert last == f"INCOMPLETE: 1 of 3 Engines failed: 127.0.0.1:{servers[1].port}."


@pytest.mark.parametrize("options", [[], ["--sort=name"], ["--each-to=each"]])
def test_a_wrong_password_goes_to_two_engines_at_most(ask: Ask, options: list[str]):
    servers, done = ask([refusing] * 5, *options)
    assert done.returncode == ExitCode.REFUSED
    assert sum(len(server.questions) for server in servers) == 2
    assert done.stderr.count(b"was not asked: 2 other Engines have refused the password.") == 3


@pytest.mark.parametrize("options", [[], ["--sort=name"], ["--each-to=each"]])
def test_the_settings_say_how_many_engines_move_data(program: Program, ask: Ask, options: list[str]):
    settings = program.folder / "home" / "config" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("in_flight = 1\n")
    both_are_here = threading.Barrier(2)

    def answer(visit: Visit) -> None:
        # The other has all the time to come that a question to both at once needs.
        with suppress(threading.BrokenBarrierError):
            both_are_here.wait(0.5)
        whole(visit)

    _, done = ask([answer] * 2, *options)
    assert done.returncode == ExitCode.DONE
    assert both_are_here.broken


@pytest.mark.parametrize("query", [QUERY, EVERYTHING])
@pytest.mark.parametrize("options", [[], ["--sort=name"]])
def test_the_whole_rows_of_an_answer_that_broke_off_are_there_and_it_counts_as_failed(
    ask: Ask, query: str, options: list[str]
):
    _, done = ask([whole, cut], *options, query=query)
    assert done.returncode == 8
    assert cells(done.stdout) == ["A", "B", "C", "D"]
    assert b"broke off after 2 rows: " in done.stderr


@pytest.mark.parametrize("query", [QUERY, EVERYTHING])
@pytest.mark.parametrize("options", [[], ["-o", "all.csv"], ["--sort=name"]], ids=" ".join)
def test_the_last_row_of_a_whole_answer_needs_no_line_end(program: Program, ask: Ask, query: str, options: list[str]):
    _, done = ask([lambda visit: visit.answer(b"name\nA\nB"), whole], *options, query=query)
    assert done.returncode == 0
    answer = (program.folder / "all.csv").read_bytes() if "-o" in options else done.stdout
    assert cells(answer) == ["A", "A", "B", "B"]


def test_what_hangs_up_hard_is_told_from_the_others(ask: Ask):
    _, done = ask([resetting, whole])
    assert done.returncode == 8
    assert {"A", "B"} <= set(cells(done.stdout))


def test_a_silent_engine_is_given_up_and_the_others_are_whole(ask: Ask):
    _, done = ask([silent, whole], "--timeout", "1")
    assert done.returncode == 8
    assert cells(done.stdout) == ["A", "B"]


@pytest.mark.parametrize(
    ("behaviours", "code"),
    [
        ([refusing, refusing], ExitCode.REFUSED),
        ([not_licensed, not_licensed], ExitCode.NOT_LICENSED),
        ([refusing, not_licensed], ExitCode.NO_ANSWER),
        ([cut, cut], ExitCode.NO_ANSWER),
    ],
)
def test_when_all_fail_the_exit_code_is_what_they_have_in_common(ask: Ask, behaviours: list[Behaviour], code: ExitCode):
    _, done = ask(behaviours)
    assert done.returncode == code


@pytest.mark.parametrize("options", [[], ["--sort=name"], ["--format=json"]])
def test_when_none_answers_nothing_is_written(ask: Ask, options: list[str]):
    _, done = ask([refusing, refusing], *options)
    assert (done.returncode, done.stdout) == (4, b"")
    assert done.stderr.endswith(b"NO ANSWER: all 2 Engines failed.\n")


def test_an_engine_that_shows_another_certificate_is_one_failed_engine(
    program: Program, street: Street, identities: Identities, trusted: list[str], password: dict[str, str]
):
    good, strange = street.engine(whole), street.engine(whole, identities.make("stranger"))
    done = program.run("query", QUERY, *at(good, strange), *trusted, variables=password)
    assert done.returncode == 8
    assert cells(done.stdout) == ["A", "B"]
    assert f"nxql-tui connections trust 127.0.0.1:{strange.port}".encode() in done.stderr
    assert b"--fingerprint" not in done.stderr
    assert strange.application_bytes == 0


def test_a_port_without_anybody_is_one_failed_engine(
    program: Program, site: EmbeddedSite, closed_port: int, trusted: list[str], password: dict[str, str]
):
    where = ["--engine", f"127.0.0.1:{site.engines[0].port}", "--engine", f"127.0.0.1:{closed_port}"]
    done = program.run("query", QUERY, *where, *trusted, variables=password)
    assert done.returncode == 8
    assert len(cells(done.stdout)) > 10


def save(program: Program, *connections: Connection) -> list[str]:
    """Save connections; returns the options that name them."""
    for connection in connections:
        save_connection(program.folder / "home" / "config" / "connections.toml", connection)
    return [f"--connection={connection.name}" for connection in connections]


def test_a_portal_without_a_list_does_not_hide_behind_an_engine_of_its_name(
    program: Program, street: Street, authorities: Path, password: dict[str, str], closed_port: int
):
    engine = street.engine(whole)
    address = f"127.0.0.1:{engine.port}"
    listing = street.engine(
        lambda visit: visit.answer(json.dumps([{"name": "eu", "address": address, "status": "CONNECTED"}]).encode())
    )
    where = save(
        program,
        Connection("site", user="alice", portal=f"127.0.0.1:{listing.port}", ca_file=str(authorities)),
        Connection("eu", user="alice", portal=f"127.0.0.1:{closed_port}", ca_file=str(authorities)),
    )
    done = program.run("query", QUERY, *where, variables=password)
    assert done.returncode == 8
    assert cells(done.stdout) == ["A", "B"]
    assert f"eu ({address}): 2 rows".encode() in done.stderr
    assert done.stderr.endswith(f"INCOMPLETE: 1 of 2 Engines failed: eu (Portal 127.0.0.1:{closed_port}).\n".encode())


@pytest.mark.parametrize("options", [[], ["--every=30s"], ["-o", "all.csv"]], ids=" ".join)
def test_when_no_portal_gives_a_list_each_is_told_and_the_exit_code_is_what_they_have_in_common(
    program: Program, authorities: Path, password: dict[str, str], closed_port: int, options: list[str]
):
    places = {"one": f"127.0.0.1:{closed_port}", "two": f"localhost:{closed_port}"}
    saved = [Connection(name, user="alice", portal=at, ca_file=str(authorities)) for name, at in places.items()]
    done = program.run("query", QUERY, *save(program, *saved), *options, variables=password)
    assert (done.returncode, done.stdout) == (7, b"")
    one, two, last = done.stderr.decode().splitlines()
    assert one.startswith("one: no answer: ")
    assert two.startswith("two: no answer: ")
    assert last == "NO ANSWER: all 2 Engines failed."


# Files


def test_a_file_of_an_incomplete_answer_says_so_beside_it(program: Program, ask: Ask):
    servers, done = ask([whole, cut, refusing], "-o", "all.csv", "--side-file")
    assert (done.returncode, done.stdout) == (8, b"")
    assert b"INCOMPLETE: 2 of 3" in done.stderr
    assert cells((program.folder / "all.csv").read_bytes()) == ["A", "B", "C", "D"]
    about = json.loads((program.folder / "all.csv.about.json").read_text())
    assert (about["complete"], about["rows"]) == (False, 4)
    shares = [(one["address"], one["rows"], one["complete"], bool(one["error"])) for one in about["engines"]]
    addresses = [f"127.0.0.1:{server.port}" for server in servers]
    assert shares == list(zip(addresses, [2, 2, 0], [True, False, False], [False, True, True], strict=True))


@pytest.mark.parametrize("options", [[], ["--sort=name"]], ids=" ".join)
def test_a_side_file_names_the_engine_that_the_portal_does_not_reach_and_is_complete_without(
    program: Program, site: EmbeddedSite, at_portal: list[str], password: dict[str, str], options: list[str]
):
    output = ["-o", "all.csv", "--side-file"]
    done = program.run("query", QUERY, *at_portal, *output, *options, variables=password)
    assert done.returncode == 0
    about = json.loads((program.folder / "all.csv.about.json").read_text())
    assert about["complete"]
    last = about["engines"][-1]
    assert (last["name"], last["asked"], last["rows"]) == (f"engine-{len(site.engines) + 1}", False, None)
    assert last["error"] == "not asked: its Portal does not reach it"


@pytest.mark.parametrize("options", [["-o", "all.csv", "--side-file"], ["-o", "all.xlsx"], ["--each-to", "each"]])
def test_when_none_answers_an_older_file_stays(program: Program, ask: Ask, options: list[str]):
    (program.folder / "all.csv").write_text("old")
    _, done = ask([cut, refusing], *options)
    assert done.returncode == 7
    assert (program.folder / "all.csv").read_text() == "old"
    assert {path.name for path in program.folder.iterdir()} <= {"all.csv", "home"}


@pytest.mark.parametrize("answer_format", ["csv", "json"])
def test_each_engine_has_its_own_bytes_in_a_file(
    program: Program,
    site: EmbeddedSite,
    at_portal: list[str],
    trusted: list[str],
    password: dict[str, str],
    answer_format: str,
):
    query = ["query", "(select (name) (from device) (limit %1))", "--param", "7", "--format", answer_format]
    done = program.run(*query, *at_portal, "--each-to", "each", variables=password)
    assert (done.returncode, done.stdout) == (0, b"")
    for number, engine in enumerate(site.engines, start=1):
        alone = program.run(*query, "--engine", f"127.0.0.1:{engine.port}", *trusted, variables=password)
        assert (program.folder / "each" / f"engine-{number}.{answer_format}").read_bytes() == alone.stdout
    manifest = json.loads((program.folder / "each" / "manifest.json").read_text())
    assert (manifest["complete"], manifest["parameters"]) == (True, {"p1": "7"})
    assert [engine["rows"] for engine in manifest["engines"]] == [7, 7, 7, None]
    assert [engine["asked"] for engine in manifest["engines"]] == [True, True, True, False]
    assert len(list((program.folder / "each").iterdir())) == 4


def test_the_name_of_a_file_that_is_not_whole_says_so(program: Program, ask: Ask):
    servers, done = ask([whole, cut, refusing], "--each-to", "each")
    assert done.returncode == 8
    names = {path.name for path in (program.folder / "each").iterdir()}
    first, second, _ = (f"127.0.0.1_{server.port}" for server in servers)
    assert names == {"manifest.json", f"{first}.csv", f"{second}.incomplete.csv"}
    assert (program.folder / "each" / f"{second}.incomplete.csv").read_bytes() == b"name\nC\nD\nhal"


def test_a_folder_that_holds_something_is_refused_before_anybody_is_asked(program: Program, ask: Ask):
    (program.folder / "each").mkdir()
    (program.folder / "each" / "mine").write_text("")
    servers, done = ask([whole, whole], "--each-to", "each")
    assert done.returncode == 2
    assert b"is not empty" in done.stderr
    assert [server.visitors for server in servers] == [0, 0]


# Interruption


@pytest.fixture
def start(
    program: Program, street: Street, trusted: list[str], password: dict[str, str]
) -> Callable[..., tuple[list[Server], subprocess.Popen[bytes]]]:
    """Start asking Engines that behave so."""

    def run(behaviours: list[Behaviour], *options: str) -> tuple[list[Server], subprocess.Popen[bytes]]:
        servers = [street.engine(behaviour) for behaviour in behaviours]
        return servers, program.start("query", QUERY, *at(*servers), *trusted, *options, variables=password)

    return run


Start = Any


def dripping(visit: Visit) -> None:
    visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nname\nF\n")
    visit.wait_until_left()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_rows_come_out_while_others_are_silent_and_an_interruption_keeps_them(
    program: Program, start: Start, number: signal.Signals, code: int
):
    servers, child = start([dripping, silent])
    assert child.stdout.read(12) == b"engine\tname\n"
    assert child.stdout.readline() == f"127.0.0.1:{servers[0].port}\tF\n".encode()
    assert servers[1].was_asked.wait(PATIENCE)
    child.send_signal(number)
    stdout, stderr = child.communicate(timeout=PATIENCE)
    assert (child.returncode, stdout, stderr) == (code, b"", b"")
    for server in servers:
        assert server.was_left.wait(PATIENCE)
    assert not program.spools


def test_an_interrupted_array_does_not_look_like_a_whole_one(start: Start):
    def json_row(visit: Visit) -> None:
        visit.send(b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n[{"name":"F"},')
        visit.wait_until_left()

    servers, child = start([json_row, silent], "--format=json")
    row = f'[{{"engine":"127.0.0.1:{servers[0].port}","name":"F"}}'.encode()
    assert child.stdout.read(len(row)) == row
    child.send_signal(signal.SIGINT)
    assert child.communicate(timeout=PATIENCE)[0] == b""
    assert child.returncode == 130


@pytest.mark.parametrize(
    "options", [["-o", "all.csv"], ["--each-to", "each"], ["-o", "all.xlsx"], ["--sort=name"]], ids=" ".join
)
def test_an_interruption_leaves_no_file_of_those_that_have_answered(program: Program, start: Start, options: list[str]):
    servers, child = start([whole, silent], *options)
    assert servers[1].was_asked.wait(PATIENCE)
    told = f"127.0.0.1:{servers[0].port}: 2 rows, 9 bytes".encode()
    assert child.stderr.readline().startswith(told)
    child.send_signal(signal.SIGINT)
    stdout, stderr = child.communicate(timeout=PATIENCE)
    assert (child.returncode, stdout, stderr) == (130, b"", b"")
    assert not program.spools
    assert {path.name for path in program.folder.iterdir()} <= {"home"}


@pytest.mark.parametrize(
    "options", [["-o", "all.csv"], ["--each-to", "each"], ["--sort=name"], ["-o", "all.xlsx"]], ids=" ".join
)
def test_an_interruption_leaves_no_file(program: Program, start: Start, options: list[str]):
    servers, child = start([dripping, silent], *options)
    assert servers[0].was_asked.wait(PATIENCE)
    assert servers[1].was_asked.wait(PATIENCE)
    child.send_signal(signal.SIGINT)
    stdout, stderr = child.communicate(timeout=PATIENCE)
    assert (child.returncode, stdout, stderr) == (130, b"", b"")
    assert not program.spools
    assert {path.name for path in program.folder.iterdir()} <= {"home"}


def test_a_reader_that_leaves_early_ends_all_questions_quietly(program: Program, street: Street, start: Start):
    go_on = threading.Event()

    def long(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\nname\n")
        assert go_on.wait(PATIENCE)
        visit.send(b"G\n" * 100_000)
        visit.wait_until_left()

    servers, child = start([long, silent])
    assert servers[0].was_asked.wait(PATIENCE)
    assert servers[1].was_asked.wait(PATIENCE)
    child.stdout.close()
    go_on.set()
    assert child.stderr.read() == b""
    assert child.wait(PATIENCE) == 141
    for server in servers:
        assert server.was_left.wait(PATIENCE)
    assert not program.spools
    child.stderr.close()
    assert street


# What a terminal shows


def one_in_time_and_one_late(street: Street) -> tuple[list[Server], threading.Event]:
    """Two Engines, the second of which answers when the event is set."""
    go_on = threading.Event()

    def late(visit: Visit) -> None:
        assert go_on.wait(PATIENCE)
        whole(visit)

    servers = [street.engine(whole), street.engine(late)]
    return servers, go_on


def test_a_terminal_sees_how_far_all_are_while_a_file_is_written_and_the_line_goes(
    program: Program, street: Street, trusted: list[str], password: dict[str, str]
):
    servers, go_on = one_in_time_and_one_late(street)
    terminal = program.open_terminal("query", QUERY, *at(*servers), *trusted, "-o", "all.csv", variables=password)
    terminal.expect_exact(f"127.0.0.1:{servers[0].port}: 2 rows, 9 bytes, ")
    terminal.expect_exact(f"1 of 2 Engines over, 2 rows, 9 bytes: 127.0.0.1:{servers[1].port} connecting")
    go_on.set()
    terminal.expect_exact(f"\r\x1b[K127.0.0.1:{servers[1].port}: 2 rows, 9 bytes, ")
    terminal.expect_exact(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0


def test_on_a_terminal_that_the_answer_is_written_to_what_is_said_stands_behind_the_rows(
    program: Program, street: Street, trusted: list[str], password: dict[str, str]
):
    servers, go_on = one_in_time_and_one_late(street)
    terminal = program.open_terminal("query", QUERY, *at(*servers), *trusted, variables=password)
    terminal.expect_exact(f"127.0.0.1:{servers[0].port}\tB\r\n")
    go_on.set()
    terminal.expect_exact(pexpect.EOF)
    late_rows, _, said = terminal.before.partition(b": 2 rows, ")
    assert late_rows.count(b"\tA\r\n") == 1
    assert said.count(b": 2 rows, ") == 1
    assert b"\x1b" not in terminal.before


def test_a_redirected_answer_leaves_the_terminal_to_the_living_line(
    program: Program, street: Street, trusted: list[str], password: dict[str, str]
):
    servers, go_on = one_in_time_and_one_late(street)
    command = program.command("query", QUERY, *at(*servers), *trusted)
    terminal = pexpect.spawn(
        "sh",
        ["-c", '"$@" > all.csv', "sh", *command],
        cwd=str(program.folder),
        env={**program.environment, **password, "TERM": "xterm-256color"},
        timeout=PATIENCE,
        dimensions=(24, 80),
    )
    program.children.append(terminal)
    terminal.expect_exact(f"1 of 2 Engines over, 2 rows, 9 bytes: 127.0.0.1:{servers[1].port} connecting")
    go_on.set()
    terminal.expect_exact(f"\r\x1b[K127.0.0.1:{servers[1].port}: 2 rows, 9 bytes, ")
    terminal.expect_exact(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    assert cells((program.folder / "all.csv").read_bytes()) == ["A", "A", "B", "B"]
