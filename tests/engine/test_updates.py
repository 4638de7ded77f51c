"""Updates over HTTPS: they last as long as the Engine, need a right, and count what they change."""

from __future__ import annotations

import csv
import io
import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from nxql_tui.engine.server import EmbeddedEngine


def cells(visitor: Any, query: str, **more: Any) -> list[list[str]]:
    reply = visitor.ask(query, "csv", **more)
    assert reply.status == 200, reply.text
    return list(csv.reader(io.StringIO(reply.text), delimiter="\t"))[1:]


def where(name: str) -> str:
    return f'(where device (eq name (string "{name}")))'


@pytest.fixture
def device(small_visitor: Any) -> str:
    return cells(small_visitor, "(select (name) (from device) (limit 1))")[0][0]


def test_a_category_is_set_and_cleared(small_visitor: Any, device: str) -> None:
    location = f"(select (name #Location) (from device {where(device)}))"
    assert cells(small_visitor, f'(update (set #Location (enum "Paris")) (from device {where(device)}))') == [["1"]]
    assert cells(small_visitor, location) == [[device, "Paris"]]
    assert cells(small_visitor, f'(update (set #"Location" nil) (from device {where(device)}))') == [["1"]]
    assert cells(small_visitor, location) == [[device, ""]]


def test_a_custom_field_takes_any_text(small_visitor: Any, device: str) -> None:
    text = "'; DROP TABLE device; -- %1 田 <b>"
    cells(small_visitor, f"(update (set #'Asset tag' (string %1)) (from device {where(device)}))", p1=f'"{text}"')
    assert cells(small_visitor, f'(select (#"Asset tag") (from device {where(device)}))') == [[text]]


def test_without_a_filter_every_object_of_the_platforms_is_set(small_visitor: Any) -> None:
    everything = ["windows", "mac_os", "mobile"]
    devices = len(cells(small_visitor, "(select (id) (from device))", platform=everything))
    update = "(update (set #Location (enum Boston)) (from device))"
    assert cells(small_visitor, update, platform=everything) == [[str(devices)]]
    locations = cells(small_visitor, "(select (#Location) (from device))", platform=everything)
    assert locations == [["Boston"]] * devices


def test_only_the_platforms_asked_are_changed(small_visitor: Any) -> None:
    cells(
        small_visitor, "(update (set #Location (enum London)) (from device))", platform=["windows", "mac_os", "mobile"]
    )
    cells(small_visitor, "(update (set #Location (enum Paris)) (from device))", platform="mac_os")
    assert {row[0] for row in cells(small_visitor, "(select (#Location) (from device))")} == {"London"}


def test_an_update_that_matches_nothing_counts_none(small_visitor: Any) -> None:
    assert cells(small_visitor, f"(update (set #Location nil) (from device {where('nobody')}))") == [["0"]]


def test_an_update_is_answered_in_every_format(small_visitor: Any, device: str) -> None:
    update = f"(update (set #Location (enum Paris)) (from device {where(device)}))"
    assert json.loads(small_visitor.ask(update, "json").body) == [{"updated": 1}]
    assert ElementTree.fromstring(small_visitor.ask(update, "xml").body).findtext("body/r/c0") == "1"
    assert "<td>1</td>" in small_visitor.ask(update, "html").text


def test_an_update_may_come_by_get_without_a_format(small_visitor: Any, device: str) -> None:
    update = f"(update (set #Location (enum Paris)) (from device {where(device)}))"
    assert small_visitor.send("GET", f"/2/query?query={quote(update)}").status == 200


def test_head_changes_nothing(small_visitor: Any, device: str) -> None:
    location = f"(select (#Location) (from device {where(device)}))"
    cells(small_visitor, f"(update (set #Location (enum Paris)) (from device {where(device)}))")
    update = f"(update (set #Location (enum London)) (from device {where(device)}))"
    assert small_visitor.send("HEAD", f"/2/query?query={quote(update)}").status == 200
    assert cells(small_visitor, location) == [["Paris"]]


def test_a_user_without_the_right_is_refused_and_changes_nothing(small_visitor: Any, device: str) -> None:
    location = f"(select (#Location) (from device {where(device)}))"
    before = cells(small_visitor, location)
    query = f"(update (set #Location (enum London)) (from device {where(device)}))"
    body = urlencode({"query": query, "format": "csv"}).encode()
    reply = small_visitor.send("POST", "/2/query", body, login="reader:admin")
    assert reply.status == 400
    assert "right to edit categories" in reply.text
    assert cells(small_visitor, location) == before


def test_a_user_without_the_right_may_select(small_visitor: Any) -> None:
    reply = small_visitor.send("GET", f"/2/query?query={quote('(select (id) (from device))')}", login="reader:admin")
    assert reply.status == 200


def test_updates_at_once_all_take_place(small_engine: EmbeddedEngine, visit: Callable[[EmbeddedEngine], Any]) -> None:
    visitors = [visit(small_engine) for _ in range(8)]
    names = ["Paris", "London", "Boston", "Lausanne"] * 2
    with ThreadPoolExecutor(8) as threads:
        counts = list(
            threads.map(
                lambda one, name: cells(one, f"(update (set #Location (enum {name})) (from device))"),
                visitors,
                names,
            )
        )
    assert len({count[0][0] for count in counts}) == 1
    assert len({row[0] for row in cells(visitors[0], "(select (#Location) (from device))")}) == 1
