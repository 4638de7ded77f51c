"""Every statement about the wire that documentation or working clients make, each cited by its section."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from datetime import datetime
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, quote_plus, urlencode
from xml.etree import ElementTree

import pytest

if TYPE_CHECKING:
    from nxql_tui.engine.server import EmbeddedEngine

QUERY = "(select (id name ip_addresses total_ram system_drive_usage last_seen last_logged_on_user) (from device) (limit 20))"
TYPES = "(select (id name device_type antivirus_up_to_date cpu_frequency average_boot_duration) (from device))"


def get(visitor: Any, *pairs: str) -> Any:
    return visitor.send("GET", f"/2/query?{'&'.join(pairs)}")


def encoded(query: str = QUERY) -> str:
    return f"query={quote(query)}"


class ErrorPage(HTMLParser):
    """Reads a refusal as one client does: by ids, the message cut at its quotes, the first line of the options dropped."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: dict[str, str] = {}
        self.items: list[str] = []
        self._open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self._open.append(dict(attrs).get("id") or tag)
        if tag == "li":
            self.items.append("")

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for name in ("error_message", "error_options"):
            if name in self._open:
                self.texts[name] = self.texts.get(name, "") + data
        if "li" in self._open:
            self.items[-1] += data


# --- §1 and §2: asking


def test_section_1_the_url_is_2_query_by_get_and_post(visitor: Any) -> None:
    """§1 `https://ENGINE:PORT/2/query`, GET and POST [doc]."""
    by_get = get(visitor, encoded(), "format=csv")
    by_post = visitor.ask(QUERY, "csv")
    assert by_get.status == by_post.status == 200
    assert by_get.body == by_post.body


def test_section_1_the_editor_has_its_address(visitor: Any) -> None:
    """§1 `/2/editor/nxql_editor.html` [doc]."""
    assert visitor.send("GET", "/2/editor/nxql_editor.html", login=None).status == 200


def test_section_1_updates_need_the_right_to_edit_categories(small_visitor: Any) -> None:
    """§1 HTTP Basic; updates need the right to edit categories [doc]."""
    target = f"/2/query?{encoded('(update (set #Location nil) (from device))')}"
    assert small_visitor.send("GET", target, login="reader:admin").status == 400
    assert small_visitor.send("GET", target, login="admin:admin").status == 200


@pytest.mark.parametrize("tls", ["TLSv1.2", "TLSv1.3"])
def test_section_1_clients_that_force_a_tls_version_get_through(tls: str, engine: EmbeddedEngine, ca_file: str) -> None:
    """§1 old PowerShell clients force TLS 1.2 [client]."""
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    version = [f"--{tls.lower()}", "--tls-max", tls.removeprefix("TLSv")]
    done = subprocess.run(
        ["curl", "--silent", "--cacert", ca_file, *version, "-u", "admin:admin", f"{engine.url}?{encoded()}&format=json"],
        capture_output=True, check=True, timeout=60,
    )  # fmt: skip
    assert len(json.loads(done.stdout)) == 20


@pytest.mark.parametrize("blank", ["%20", "+"])
def test_section_2_blanks_are_percent_20_or_plus(blank: str, visitor: Any) -> None:
    """§2 spaces as %20 or +, # as %23 [doc|client]."""
    query = quote("(select (id #Location) (from device) (limit 1))").replace("%20", blank)
    assert "%23" in query
    assert get(visitor, f"query={query}", "format=csv").text.splitlines()[0] == "id\tLocation"


def test_section_2_percent_and_plus_are_escaped(visitor: Any) -> None:
    """§2 % as %25, + as %2B [doc]."""
    query = '(select (id) (from device (where device (ne name (string "a+b"))) (where device (eq name (string %1)))) (limit 1))'
    reply = get(visitor, f"query={quote_plus(query)}", "format=csv", "p1=x")
    assert "%25" in quote_plus(query)
    assert "%2B" in quote_plus(query)
    assert reply.status == 200
    assert len(reply.text.splitlines()) == 2


def test_section_2_brackets_may_stand_raw(visitor: Any) -> None:
    """§2 some clients send brackets raw [client]."""
    assert get(visitor, "query=(select%20(id)%20(from%20device)%20(limit%202))", "format=csv").status == 200


def test_section_2_platform_is_repeated(visitor: Any) -> None:
    """§2 `windows`, `mac_os`, `mobile`; repeat the parameter per platform [doc]."""
    query = encoded("(select (platform) (from device))")
    for wanted in (["windows"], ["mac_os", "mobile"], ["windows", "mac_os", "mobile"]):
        reply = get(visitor, query, "format=csv", *(f"platform={name}" for name in wanted))
        assert set(reply.text.splitlines()[1:]) == set(wanted)


def test_section_2_a_request_without_platform_is_about_windows_fields(visitor: Any) -> None:
    """§2 often omitted by clients that deal with Windows fields [client]."""
    reply = get(visitor, encoded("(select (sid) (from device) (limit 3))"), "format=csv")
    assert all(line.startswith("S-1-5-21") for line in reply.text.splitlines()[1:])


@pytest.mark.parametrize(
    ("answer_format", "kind"),
    [("csv", "text/csv"), ("html", "text/html"), ("xml", "text/xml"), ("json", "application/json")],
)
def test_section_2_format_has_four_values(answer_format: str, kind: str, visitor: Any) -> None:
    """§2 `csv`, `html`, `xml`, `json` [doc]; the content types are [inferred]."""
    reply = get(visitor, encoded(), f"format={answer_format}")
    assert reply.headers["Content-Type"] == f"{kind}; charset=utf-8"


@pytest.mark.parametrize("word", ["false", "False"])
def test_section_2_hr_false_is_as_if_it_were_not_there(word: str, visitor: Any) -> None:
    """§2 hr `true` / `false` (a client also sends Python's `False`) [doc|client]."""
    plain = get(visitor, encoded(), "format=csv").text
    assert get(visitor, encoded(), "format=csv", f"hr={word}").text == plain
    assert get(visitor, encoded(), "format=csv", "hr=true").text != plain


def test_section_2_parameters_stand_in_any_order(visitor: Any) -> None:
    """§2 p1, p2, …; position in the URL is free [doc|client]."""
    query = encoded("(select (%2 %1) (from device) (limit 1))")
    reply = get(visitor, "p1=name", "platform=windows", "hr=False", "p2=id", "format=csv", query)
    assert reply.text.splitlines()[0] == "id\tname"


def test_section_2_a_form_body_has_the_same_names(visitor: Any) -> None:
    """§2 POST (a) a form body: the vendor class sends query, format and hr [client]."""
    body = urlencode({"query": QUERY, "format": "xml", "hr": "false"}).encode()
    reply = visitor.send("POST", "/2/query", body, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert ElementTree.fromstring(reply.body).tag == "table"


def test_section_2_a_post_may_have_an_empty_body(visitor: Any) -> None:
    """§2 POST (b) everything in the query string and an empty body [client]."""
    assert visitor.send("POST", f"/2/query?{encoded()}&format=json", b"").status == 200


def test_section_2_format_decides_and_not_accept(visitor: Any) -> None:
    """§2 clients send `Accept: application/json` and even a JSON content type on GET [client]."""
    headers = {"Accept": "application/json", "Content-Type": "application/json"}
    reply = visitor.send("GET", f"/2/query?{encoded()}&format=csv", headers=headers)
    assert reply.headers["Content-Type"].startswith("text/csv")


def test_section_2_the_execution_time_has_the_vendors_name(engine: EmbeddedEngine, ca_file: str) -> None:
    """§2 response header `NX_EXEC_TIME` [client]."""
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    command = ["curl", "--silent", "--include", "--cacert", ca_file, "-u", "admin:admin", f"{engine.url}?{encoded()}"]
    head = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout.partition(b"\r\n\r\n")[0]
    assert re.search(rb"\r\nNX_EXEC_TIME: [0-9]+(\r\n|$)", head)


# --- §3: refusing


def test_section_3_status_codes(visitor: Any) -> None:
    """§3 200, 400, 401 [doc]; 403 has its own test."""
    assert get(visitor, encoded()).status == 200
    assert get(visitor, encoded("(select")).status == 400
    assert visitor.send("GET", f"/2/query?{encoded()}", login="admin:no").status == 401


def test_section_3_credentials_are_asked_for(visitor: Any) -> None:
    """§3.2 .NET and Perl clients send credentials only after a 401 with a challenge [client]."""
    target = f"/2/query?{encoded()}&format=csv"
    first = visitor.send("GET", target, login=None)
    assert first.status == 401
    assert first.headers["WWW-Authenticate"].startswith('Basic realm="')
    assert visitor.send("GET", target).status == 200


@pytest.mark.parametrize("answer_format", ["csv", "html", "xml", "json"])
def test_section_3_1_an_error_is_html_whatever_the_format(answer_format: str, visitor: Any) -> None:
    """§3.1 HTML, begins with <html>; error_message with the word in single quotes; error_options with items [client]."""
    reply = get(visitor, encoded("(select (devce_type) (from device))"), f"format={answer_format}")
    assert reply.text.lstrip(" \n").startswith("<html>")
    page = ErrorPage(reply.text)
    assert page.texts["error_message"].split("'")[1] == "devce_type"
    assert "device_type" in page.items
    heading, _, rest = page.texts["error_options"].partition(page.items[0])
    assert heading.strip()
    assert rest == "".join(page.items[1:])


# --- §4: the four formats


def csv_rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text), delimiter="\t"))


def test_section_4_1_csv_is_separated_by_tab_with_a_header(visitor: Any) -> None:
    """§4.1 TAB, header always, `\\n` with a final one, no `\\r`, UTF-8 without a mark [client]."""
    body = get(visitor, encoded(), "format=csv").body
    lines = body.decode().split("\n")
    assert lines[0].split("\t") == [
        "id",
        "name",
        "ip_addresses",
        "total_ram",
        "system_drive_usage",
        "last_seen",
        "last_logged_on_user",
    ]
    assert lines[-1] == ""
    assert b"\r" not in body
    assert not body.startswith(b"\xef\xbb\xbf")


def test_section_4_1_a_header_stands_above_no_rows(visitor: Any) -> None:
    """§4.1 present even with zero rows [client]."""
    assert len(get(visitor, encoded("(select (id) (from device) (limit 0))"), "format=csv").text.split("\n")) <= 2


def test_section_4_1_csv_cells_are_plain(visitor: Any) -> None:
    """§4.1 null is empty, ratios are fractions, sizes plain bytes, dates ISO [client]."""
    rows = csv_rows(get(visitor, encoded(QUERY.replace(" (limit 20)", "")), "format=csv").text)[1:]
    assert all(float(row[4]) <= 1 and int(row[3]) > 10**9 for row in rows)
    assert all(datetime.strptime(row[5], "%Y-%m-%dT%H:%M:%S") for row in rows)
    assert any(row[6] == "" for row in rows)


def test_section_4_1_columns_of_two_tables_have_a_slash(visitor: Any) -> None:
    """§4.1 `device/name` [client]."""
    query = "(select ((device (name)) (package (name))) (from (device package) (with package)) (limit 1))"
    assert csv_rows(get(visitor, encoded(query), "format=csv").text)[0] == ["device/name", "package/name"]


def test_section_4_1_csv_holds_no_markup(visitor: Any) -> None:
    """§4.4 a client takes the text of a csv body through an HTML parser [client]."""
    reply = get(visitor, encoded("(select (name device_type) (from device))"), "format=csv")
    page = ErrorPage(reply.text)
    assert not page.texts
    assert "<" not in reply.text


def test_section_4_2_json_is_an_array_of_flat_objects(visitor: Any) -> None:
    """§4.2 array, keys in the order selected, numbers, null, lists, id as a number [client]."""
    rows = json.loads(get(visitor, encoded(QUERY.replace(" (limit 20)", "")), "format=json").body)
    assert list(rows[0]) == [
        "id",
        "name",
        "ip_addresses",
        "total_ram",
        "system_drive_usage",
        "last_seen",
        "last_logged_on_user",
    ]
    assert all(isinstance(row["id"], int) and isinstance(row["system_drive_usage"], float | int) for row in rows)
    assert all(isinstance(row["ip_addresses"], list) for row in rows)
    assert any(row["last_logged_on_user"] is None for row in rows)
    assert get(visitor, encoded("(select (id) (from device) (limit 0))"), "format=json").text == "[]"


def test_section_4_2_json_keys_name_table_and_dynamic_fields(visitor: Any) -> None:
    """§4.2 `package/name`; dynamic keys without # and quotes; a score is a number [client]."""
    query = "(select ((device (ip_addresses)) (package (name))) (from (device package) (with package)) (limit 1))"
    assert list(json.loads(get(visitor, encoded(query), "format=json").body)[0]) == [
        "device/ip_addresses",
        "package/name",
    ]
    query = '(select (#"score:Device Health/Disk") (from device) (limit 1))'
    row = json.loads(get(visitor, encoded(query), "format=json").body)[0]
    assert isinstance(row["score:Device Health/Disk"], int)


def test_section_4_2_enums_are_lower_case_words(visitor: Any) -> None:
    """§4.2 enums `laptop`, `desktop`, `server`; boolean-like yes and no [client]."""
    rows = json.loads(get(visitor, encoded(TYPES), "format=json").body)
    assert {row["device_type"] for row in rows} == {"laptop", "desktop", "server", "virtual"}
    assert {"yes", "no"} <= {row["antivirus_up_to_date"] for row in rows}


def test_section_4_2_an_update_is_answered_by_json_too(small_visitor: Any) -> None:
    """§4.2 an update returns valid JSON [client]."""
    query = encoded("(update (set #Location nil) (from device (where device (eq id (identifier 1)))))")
    assert json.loads(get(small_visitor, query, "format=json").body) == [{"updated": 1}]


def test_section_4_3_xml_has_header_and_body(visitor: Any) -> None:
    """§4.3 `table`, `header` c0…, `body` with r; header cells carry an attribute, row cells none [client]."""
    root = ElementTree.fromstring(get(visitor, encoded(), "format=xml").body)
    assert [child.tag for child in root] == ["header", "body"]
    header = list(root[0])
    assert [cell.tag for cell in header] == [f"c{place}" for place in range(7)]
    assert all(cell.attrib for cell in header)
    assert {row.tag for row in root[1]} == {"r"}
    assert all([cell.tag for cell in row] == [cell.tag for cell in header] for row in root[1])
    assert not any(cell.attrib for row in root[1] for cell in row)
    assert re.fullmatch(r"[0-9-]{10}T[0-9:]{8}", root[1][0][5].text or "")


def test_section_4_3_xml_numbers_are_plain(visitor: Any) -> None:
    """§4.3 sizes plain bytes, `cpu_frequency` plain MHz; hr changes texts only, not the shape [client]."""
    query = encoded("(select (total_ram cpu_frequency) (from device))")
    plain = ElementTree.fromstring(get(visitor, query, "format=xml").body)
    assert all((cell.text or "").isdecimal() for row in plain[1] for cell in row)
    formatted = ElementTree.fromstring(get(visitor, query, "format=xml", "hr=true").body)
    assert [[cell.tag for cell in row] for row in formatted[1]] == [[cell.tag for cell in row] for row in plain[1]]
    assert all((row[1].text or "").endswith(" MHz") for row in formatted[1])


def test_section_4_4_html_is_one_table(visitor: Any) -> None:
    """§4.4 one HTML table for people [inferred]."""
    page = get(visitor, encoded(), "format=html").text
    assert page.count("<table>") == 1
    assert page.count("<tr>") == 21


# --- §5 and §6: units and types


@pytest.mark.parametrize("answer_format", ["csv", "html", "xml"])
def test_section_5_hr_scales_numbers_and_shows_the_unit(answer_format: str, visitor: Any) -> None:
    """§5 scaled to the best fitting unit; csv, html, xml only [doc]."""
    query = encoded("(select (total_ram system_drive_usage average_boot_duration cpu_frequency) (from device))")
    text = get(visitor, query, f"format={answer_format}", "hr=true").text
    for unit in (r"[0-9]+\.[0-9]{2} GB", r"[0-9]+\.[0-9]%", r"[0-9.]+s", r"[0-9]{4}\.00 MHz"):
        assert re.search(unit, text), unit


def test_section_5_json_ignores_hr(visitor: Any) -> None:
    """§4.2, §5 hr has no effect on json [doc]."""
    assert get(visitor, encoded(), "format=json", "hr=true").body == get(visitor, encoded(), "format=json").body


def test_section_6_types_have_their_raw_form(small_visitor: Any) -> None:
    """§6 fractions, integer bytes, ms and µs, ISO without zone, hex hashes [client]."""
    query = encoded("(select (hash sha256 file_size threat_level first_seen) (from binary))")
    for hash_text, sha, size, threat, seen in csv_rows(get(small_visitor, query, "format=csv").text)[1:]:
        assert re.fullmatch(r"[0-9a-f]{32}", hash_text)
        assert re.fullmatch(r"[0-9a-f]{64}", sha)
        assert size.isdecimal()
        assert threat in {"none detected", "low", "medium", "intermediate", "high"}
        assert re.fullmatch(r"([0-9-]{10}T[0-9:]{8})?", seen)


def test_section_7_the_next_page_begins_behind_the_last_name(visitor: Any) -> None:
    """§7 paging through large tables by the last name [client]."""
    names: list[str] = []
    while True:
        last = names[-1] if names else ""
        query = (
            f'(select (name) (from device (where device (gt name (string "{last}")))) (limit 200) (order_by name asc))'
        )
        page = [row[0] for row in csv_rows(get(visitor, encoded(query), "format=csv").text)[1:]]
        names += page
        if len(page) < 200:
            break
    everything = [
        row[0] for row in csv_rows(get(visitor, encoded("(select (name) (from device))"), "format=csv").text)[1:]
    ]
    assert names == sorted(everything)


def test_section_7_a_query_is_checked_with_limit_0(visitor: Any) -> None:
    """§7 pre-flight: the same query with `(limit 0)` [client]."""
    assert get(visitor, encoded("(select (name) (from device) (limit 0))"), "format=csv").text == "name\n"
    assert get(visitor, encoded("(select (nmae) (from device) (limit 0))"), "format=csv").status == 400
