"""The Web API of the embedded Engine over real HTTPS, asked with the standard library."""

from __future__ import annotations

import csv
import io
import json
import socket
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from nxql_tui.engine.server import EmbeddedEngine, EngineSettings
from nxql_tui.wire.credentials import Secret

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FIVE = "(select (id name ip_addresses total_ram) (from device) (limit 5))"


class TableParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "tr":
            self.rows.append([])
        self._inside = tag in {"td", "th"}
        if self._inside:
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.rows[-1][-1] += data


class PageParser(HTMLParser):
    """Reads an error page as clients do: by the ids of its elements."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.message = ""
        self.options: list[str] = []
        self._open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self._open.append(dict(attrs).get("id") or tag)
        if tag == "li":
            self.options.append("")

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if "error_message" in self._open:
            self.message += data
        if "error_options" in self._open and "li" in self._open:
            self.options[-1] += data


def test_csv_is_read_by_the_csv_module(visitor: Any) -> None:
    reply = visitor.ask(FIVE, "csv")
    assert reply.status == 200
    assert reply.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(reply.text), delimiter="\t"))
    assert rows[0] == ["id", "name", "ip_addresses", "total_ram"]
    assert len(rows) == 6
    assert reply.text.endswith("\n")


def test_json_is_read_by_the_json_module(visitor: Any) -> None:
    reply = visitor.ask(FIVE, "json")
    assert reply.headers["Content-Type"] == "application/json; charset=utf-8"
    rows = json.loads(reply.body)
    assert list(rows[0]) == ["id", "name", "ip_addresses", "total_ram"]
    assert isinstance(rows[0]["ip_addresses"], list)
    assert isinstance(rows[0]["total_ram"], int)


def test_xml_is_read_by_elementtree(visitor: Any) -> None:
    reply = visitor.ask(FIVE, "xml")
    assert reply.headers["Content-Type"] == "text/xml; charset=utf-8"
    root = ElementTree.fromstring(reply.body)
    assert root.tag == "table"
    assert [(cell.tag, cell.text) for cell in root.find("header") or []][:2] == [("c0", "id"), ("c1", "name")]
    assert len(root.findall("body/r")) == 5


def test_html_is_read_by_an_html_parser(visitor: Any) -> None:
    reply = visitor.ask(FIVE, "html")
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
    parser = TableParser()
    parser.feed(reply.text)
    assert parser.rows[0] == ["id", "name", "ip_addresses", "total_ram"]
    assert len(parser.rows) == 6


def test_the_four_formats_hold_the_same_values(visitor: Any) -> None:
    query = "(select (id name last_logged_on_user system_drive_usage last_seen) (from device))"
    platforms = ["windows", "mac_os", "mobile"]
    replies = {kind: visitor.ask(query, kind, platform=platforms) for kind in ("csv", "json", "xml", "html")}
    as_json = [
        ["" if value is None else str(value) for value in row.values()] for row in json.loads(replies["json"].body)
    ]
    as_csv = list(csv.reader(io.StringIO(replies["csv"].text), delimiter="\t"))[1:]
    as_xml = [
        [cell.text or "" for cell in row] for row in ElementTree.fromstring(replies["xml"].body).findall("body/r")
    ]
    parser = TableParser()
    parser.feed(replies["html"].text)
    assert len(as_json) == 2000
    assert as_csv == as_json
    assert as_xml == as_json
    assert parser.rows[1:] == as_json


def test_an_answer_without_rows_has_its_header(visitor: Any) -> None:
    query = "(select (id name) (from device) (limit 0))"
    assert visitor.ask(query, "csv").text == "id\tname\n"
    assert json.loads(visitor.ask(query, "json").body) == []
    assert len(ElementTree.fromstring(visitor.ask(query, "xml").body).findall("header/*")) == 2


def test_the_execution_time_is_in_whole_milliseconds(visitor: Any) -> None:
    assert visitor.ask(FIVE).headers["NX_EXEC_TIME"].isdecimal()


def test_human_readable_scales_numbers(visitor: Any) -> None:
    query = "(select (total_ram system_drive_usage) (from device) (limit 1))"
    plain = visitor.ask(query).text
    assert visitor.ask(query, hr="False").text == plain
    formatted = visitor.ask(query, hr="true").text
    assert "GB" in formatted
    assert "%" in formatted
    assert visitor.ask(query, "json", hr="true").text == visitor.ask(query, "json").text


def test_windows_and_html_are_the_defaults(visitor: Any) -> None:
    reply = visitor.send("GET", "/2/query?query=" + quote("(select (platform) (from device))"))
    parser = TableParser()
    parser.feed(reply.text)
    assert {row[0] for row in parser.rows[1:]} == {"windows"}


def test_without_credentials_the_challenge_comes(visitor: Any) -> None:
    reply = visitor.send("GET", "/2/query?query=x", login=None)
    assert reply.status == 401
    assert reply.headers["WWW-Authenticate"] == 'Basic realm="Nexthink"'


@pytest.mark.parametrize("login", ["admin:wrong", "nobody:admin", "admin:", ":", "Admin:admin", "admin:admin "])
def test_wrong_credentials_are_refused(login: str, visitor: Any) -> None:
    assert visitor.send("GET", "/2/query?query=x", login=login).status == 401


@pytest.mark.parametrize("header", ["", "Basic", "Basic !!!", "Bearer abc", "Basic YWRtaW4=", "Basic " + "A" * 5000])
def test_a_malformed_authorization_is_refused(header: str, visitor: Any) -> None:
    reply = visitor.send("GET", "/2/query?query=x", login=None, headers={"Authorization": header})
    assert reply.status == 401


def test_a_password_may_hold_any_character(tmp_path: Path, visit: Callable[..., Any]) -> None:
    password = "pä:ß 田"
    settings = EngineSettings(certificate_folder=tmp_path, devices=5, user="zoë", password=Secret(password))
    with EmbeddedEngine(settings) as engine:
        visitor = visit(engine)
        assert visitor.send("GET", "/2/query?query=x", login=f"zoë:{password}").status == 400
        assert visitor.send("GET", "/2/query?query=x", login="zoë:other").status == 401


def test_without_a_licence_only_who_logs_in_learns_of_it(tmp_path: Path, visit: Callable[..., Any]) -> None:
    with EmbeddedEngine(EngineSettings(certificate_folder=tmp_path, devices=5, licensed=False)) as engine:
        visitor = visit(engine)
        assert visitor.ask(FIVE).status == 403
        assert visitor.send("GET", "/2/query?query=x", login=None).status == 401


@pytest.mark.parametrize("answer_format", ["csv", "json", "xml", "html"])
def test_a_wrong_query_gets_an_html_page_whatever_the_format(answer_format: str, visitor: Any) -> None:
    reply = visitor.ask("(select (nmae) (from device))", answer_format)
    assert reply.status == 400
    assert reply.headers["Content-Type"].startswith("text/html")
    assert reply.text.lstrip().startswith("<html>")
    page = PageParser(reply.text)
    assert page.message.split("'")[1] == "nmae"
    assert "name" in page.options


@pytest.mark.parametrize(
    "target",
    [
        "/2/query",
        "/2/query?query=",
        "/2/query?query=(select(id)(from%20device))&format=pdf",
        "/2/query?query=(select(id)(from%20device))&platform=amiga",
        "/2/query?query=(select(id)(from%20device))&" + "&".join(f"x{number}=1" for number in range(2000)),
    ],
)
def test_a_wrong_request_gets_an_error_page(target: str, visitor: Any) -> None:
    reply = visitor.send("GET", target)
    assert reply.status == 400
    assert PageParser(reply.text).message


def test_parameters_come_in_any_order_and_unknown_ones_are_ignored(visitor: Any) -> None:
    query = quote("(select (id #%1) (from device) (limit 1))")
    reply = visitor.send("GET", f"/2/query?p1=Location&colour=blue&format=csv&platform=windows&query={query}&hr=False")
    assert reply.text.splitlines()[0] == "id\tLocation"


def test_blanks_may_be_plus_signs_and_brackets_may_stand_raw(visitor: Any) -> None:
    reply = visitor.send(
        "GET", '/2/query?query=(select+(id)+(from+device+(where+device+(eq+id+(identifier+"7")))))&format=csv'
    )
    assert reply.status == 200


def test_a_post_may_carry_everything_in_its_address(visitor: Any) -> None:
    reply = visitor.send("POST", f"/2/query?query={quote(FIVE)}&format=csv", b"")
    assert reply.status == 200
    assert len(reply.text.splitlines()) == 6


def test_a_get_with_a_json_content_type_does_no_harm(visitor: Any) -> None:
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    reply = visitor.send("GET", f"/2/query?query={quote(FIVE)}&format=csv", headers=headers)
    assert reply.headers["Content-Type"].startswith("text/csv")


def test_a_platform_may_be_given_several_times(visitor: Any) -> None:
    reply = visitor.ask("(select (platform) (from device))", platform=["mac_os", "mobile"])
    assert set(reply.text.split()[1:]) == {"mac_os", "mobile"}


def test_head_tells_what_get_would_without_a_body(visitor: Any) -> None:
    reply = visitor.send("HEAD", f"/2/query?query={quote(FIVE)}&format=json")
    assert (reply.status, reply.body) == (200, b"")
    assert reply.headers["Content-Type"] == "application/json; charset=utf-8"
    assert visitor.send("HEAD", "/2/query?query=nonsense").status == 400


@pytest.mark.parametrize("path", ["/", "/2", "/2/query/", "/3/query", "/2/query/more", "/favicon.ico"])
def test_other_paths_are_not_found(path: str, visitor: Any) -> None:
    reply = visitor.send("GET", path)
    assert reply.status == 404
    assert "Questions are answered at /2/query." in reply.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_not_allowed(method: str, visitor: Any) -> None:
    reply = visitor.send(method, "/2/query")
    assert reply.status == 405
    assert {"GET", "POST"} <= set(reply.headers["Allow"].replace(" ", "").split(","))


def test_a_method_that_is_not_allowed_is_told_which_are(visitor: Any) -> None:
    assert "PUT is not understood here: ask with GET or HEAD or POST." in visitor.send("PUT", "/2/query").text
    assert "ask with GET or HEAD." in visitor.send("POST", "/2/editor/nxql_editor.html", b"").text


def test_one_connection_serves_many_requests_whatever_becomes_of_them(visitor: Any) -> None:
    target = f"/2/query?query={quote(FIVE)}&format=csv"
    requests: list[tuple[int, str, str, bytes | None, str | None]] = [
        (200, "GET", target, None, "admin:admin"),
        (400, "GET", "/2/query?query=nonsense", None, "admin:admin"),
        (401, "POST", target, b"", None),
        (404, "GET", "/3/query", None, None),
        (405, "PUT", "/2/query", b"query=x", None),
        (413, "POST", "/2/query", b"query=" + b"x" * 2_000_000, "admin:admin"),
        (200, "HEAD", target, None, "admin:admin"),
        (200, "POST", target, b"", "admin:admin"),
    ]
    own_ports = set()
    for status, method, address, body, login in requests:
        assert visitor.send(method, address, body, login=login).status == status
        own_ports.add(visitor.own_port)
    assert len(own_ports) == 1


def test_an_address_of_more_than_a_megabyte_is_too_large(visitor: Any) -> None:
    assert visitor.send("GET", "/2/query?query=" + "x" * 1_050_000).status == 413


def test_a_body_of_more_than_a_megabyte_is_too_large(visitor: Any) -> None:
    reply = visitor.ask("(select (id) (from device)) " + " " * 500_000)
    assert reply.status == 413
    assert visitor.ask(FIVE).status == 200


def test_a_long_query_is_answered(visitor: Any) -> None:
    names = " ".join(f'(where device (eq name (string "NXT-{number}")))' for number in range(5000))
    assert visitor.ask(f"(select (id) (from device {names}))").status == 200


def test_no_response_tells_what_serves_it(visitor: Any) -> None:
    assert visitor.ask(FIVE).headers["Server"] is None


def test_characters_of_all_kinds_survive_the_way_there_and_back(visitor: Any) -> None:
    text = "%2 + & = # \\ / ; é 田 🙂 \t <b>"
    reply = visitor.ask('(select (id) (from device (where device (ne name (string "%1")))) (limit 1))', p1=text)
    assert reply.status == 200


def test_twenty_questions_at_once_are_all_answered(engine: EmbeddedEngine, visit: Callable[..., Any]) -> None:
    visitors = [visit(engine) for _ in range(20)]
    with ThreadPoolExecutor(20) as threads:
        replies = list(threads.map(lambda one: one.ask("(select (*) (from device))"), visitors))
    assert {reply.status for reply in replies} == {200}
    assert len({reply.body for reply in replies}) == 1


def test_plain_http_on_the_port_gets_no_answer(engine: EmbeddedEngine, visitor: Any) -> None:
    with socket.create_connection(("127.0.0.1", engine.port), timeout=10) as plain:
        plain.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"200" not in plain.recv(100)
    assert visitor.ask(FIVE).status == 200
