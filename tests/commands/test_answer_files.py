"""Commands that work on answers which lie in files."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from nxql_tui.commands import group
from nxql_tui.results.pivot import Measure

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.commands.conftest import Program

    Run = Callable[..., subprocess.CompletedProcess[bytes]]


EARLIER = "name\ttype\tram\na\tlaptop\t8\nb\tlaptop\t16\nc\tserver\t64\n"
LATER = "name\ttype\tram\na\tlaptop\t8\nb\tlaptop\t32\nd\tserver\t128\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "earlier.csv").write_text(EARLIER)
    (tmp_path / "later.csv").write_text(LATER)
    return tmp_path


def test_each_column_is_a_line(run_here: Run, files: Path) -> None:
    done = run_here("summary", "earlier.csv")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().splitlines() == [
        "name\ttext\t0\t3\ta\tc",
        "type\ttext\t0\t2\tlaptop\tserver",
        "ram\tinteger\t0\t3\t8\t64",
    ]


def test_each_figure_of_a_column_is_a_line_also_of_standard_input(run_here: Run) -> None:
    done = run_here("summary", "-", "ram", typed=EARLIER.encode())
    lines = [tuple(line.split("\t")) for line in done.stdout.decode().splitlines()]
    assert {("rows", "3"), ("null", "0"), ("different", "3"), ("min", "8"), ("sum", "88"), ("value 8", "1")} <= {*lines}


def test_values_beyond_those_that_occur_most_are_told(run_here: Run) -> None:
    def summarised(count: int) -> subprocess.CompletedProcess[bytes]:
        return run_here("summary", "-", "name", typed=b"name\n" + b"".join(b"%d\n" % one for one in range(count)))

    assert summarised(20).stderr == b""
    done = summarised(21)
    assert (done.returncode, done.stdout.count(b"value ")) == (0, 20)
    assert done.stderr == b"The values that occur most are listed: 20 of 21.\n"


def test_a_row_is_read_a_field_a_line(run_here: Run) -> None:
    done = run_here("row", "-", "2", typed=EARLIER.replace("\tlaptop\t16", "\t\t16").encode())
    assert done.stdout.decode() == "name\tb\ntype\t∅\nram\t16\n"


def test_rows_are_grouped(run_here: Run, files: Path) -> None:
    done = run_here("group", "earlier.csv", "--by", "type", "--measure", "sum", "--of", "ram")
    assert done.stdout.decode().splitlines() == ["type\trows\tsum of ram", "laptop\t2\t24", "server\t1\t64"]
    assert set(group._MEASURES) == set(Measure)


def test_what_is_other_is_marked_and_counted(run_here: Run, files: Path) -> None:
    done = run_here("compare", "earlier.csv", "-", typed=LATER.encode())
    assert done.stdout.decode().splitlines() == [
        "±\tname\ttype\tram\twas",
        "~\tb\tlaptop\t32\tram: 16",
        "+\td\tserver\t128\t",
        "-\tc\tserver\t64\t",
    ]
    assert done.stderr == b"+1 -1 ~1; rows are told from each other by name\n"


def test_csv_with_commas_is_read_as_such(run_here: Run, tmp_path: Path) -> None:
    (tmp_path / "commas.csv").write_text('name,"a, b",ram\n"x, ""y""\n\tz",,8\nb,"",16\n')
    done = run_here("row", "commas.csv")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().splitlines() == ['name\tx, "y"␊␉z', "a, b\t∅", "ram\t8"]
    done = run_here("summary", "-", typed=(tmp_path / "commas.csv").read_bytes())
    assert done.stdout.decode().splitlines()[2] == "ram\tinteger\t0\t2\t8\t16"
    assert not list((tmp_path / "home" / "cache" / "spools").glob("*"))


def test_commas_in_the_rows_of_one_column_separate_nothing(run_here: Run) -> None:
    done = run_here("row", "-", typed=b"name\nSmith, John\n")
    assert done.stdout == b"name\tSmith, John\n"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.csv", b"", "x.csv is empty: it has not even a header."),
        ("x.json", b"\xef\xbb\xbf\n", "x.json is empty: it has not even a header."),
        ("x.csv", b"\x89PNG\0\0", "x.csv holds no text."),
        ("x.json", b"\x1f\x8b\x08\0", "x.json holds no text."),
        ("x.csv", "na\xefve\tram\n".encode("latin-1"), "x.csv is not UTF-8. Save it as UTF-8."),
        ("x.csv", "name\tram\n".encode("utf-16"), "x.csv is UTF-16. Save it as UTF-8;"),
        ("x.csv", b"name;ram\na;8\n", "The cells of x.csv are separated by ';'. Save it with TABs or commas"),
        ("x.csv", b'name,ram\n"a,8\n', "x.csv is not readable as csv: The answer ends inside a quoted cell."),
        (
            "x.csv",
            b"<html><body></body></html>",
            "x.csv is not readable as csv: An html page came where csv was asked.",
        ),
        ("x.json", b'[{"a": 1},', "x.json is not readable as json: The answer ends in the middle"),
        ("x.xml", b"\x89PNG\0\0", "x.xml is not readable as xml: The answer is no xml"),
    ],
)
def test_a_file_that_holds_no_answer_is_told_and_no_engine_is_blamed(
    run_here: Run, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    done = run_here("summary", name)
    assert (done.returncode, done.stdout) == (2, b"")
    assert said in done.stderr.decode()
    assert b"Engine" not in done.stderr


def test_standard_input_that_holds_no_answer_is_called_so(run_here: Run) -> None:
    done = run_here("summary", "-")
    assert (done.returncode, done.stderr) == (2, b"nxql-tui: Standard input is empty: it has not even a header.\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("summary", "gone.csv"), "There is no file gone.csv."),
        (("summary", "home"), "home is a folder, not a file."),
        (("compare", "earlier.csv", "/dev/null"), "/dev/null is a device, not a file."),
        (("row", "x" * 300), "cannot be read: File name too long."),
        (("summary", "rows.xlsx"), "A file of xlsx is not read"),
        (("summary", "earlier.csv", "rma"), "Did you mean ram?"),
        (("row", "earlier.csv", "4"), "There is no row 4: the answer has 3."),
        (("group", "earlier.csv", "--by", ""), "--by takes one column, or two different ones."),
        (("group", "earlier.csv", "--by", "name", "--by", "type,ram"), "--by takes one column, or two different ones."),
        (("group", "earlier.csv", "--by", "name", "--measure", "sum"), "--measure needs the column"),
        (("compare", "-", "-"), "Only one of the answers"),
    ],
)
def test_what_cannot_be_done_is_said(run_here: Run, files: Path, arguments: tuple[str, ...], said: str) -> None:
    (files / "rows.xlsx").touch()
    (files / "home").mkdir()
    done = run_here(*arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert said in done.stderr.decode()
    assert not list((files / "home" / "cache" / "spools").glob("*"))


def test_answers_come_through_pipes_as_shells_give_them(run_here: Run, tmp_path: Path) -> None:
    writers = []
    for name, text in (("earlier", EARLIER), ("later", LATER)):
        os.mkfifo(tmp_path / name)
        writers.append(Thread(target=(tmp_path / name).write_text, args=(text,), daemon=True))
        writers[-1].start()
    done = run_here("compare", "earlier", "later", "--key", "name")
    assert done.stderr == b"+1 -1 ~1; rows are told from each other by name\n"
    for writer in writers:
        writer.join()


def test_a_full_disk_behind_standard_output_is_said(program: Program, files: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            program.command("summary", "earlier.csv"),
            stdout=full,
            stderr=subprocess.PIPE,
            env=program.environment,
            cwd=files,
            check=False,
        )
    assert done.returncode == 7
    assert done.stderr == b"nxql-tui: Standard output cannot be written: No space left on device.\n"
