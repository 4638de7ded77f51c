from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from nxql_tui.client.errors import ClientError, QuestionCancelled, RefusedError
from nxql_tui.client.fleet import FleetEngine
from nxql_tui.client.transfer import Cancellation
from nxql_tui.library.audit import AuditLog
from nxql_tui.nxql.matching_select import matching_selects
from nxql_tui.updates.fleet_update import (
    EngineUpdate,
    FleetCount,
    FleetSender,
    UncountableFleetError,
    send_to_fleet,
)
from nxql_tui.updates.sending import UpdateEnding
from nxql_tui.wire.request import QueryRequest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hostile_servers import Behaviour, Desk, Server, Street, Visit

UPDATE = '(update (set #Location (enum "Paris")) (from device (where device (eq name (pattern "*")))))'
REQUEST = QueryRequest(UPDATE)


@dataclass
class Site:
    """Engines on the street that count so many objects, and what they were sent."""

    street: Street
    desk: Desk
    folder: Path
    engines: list[FleetEngine] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    """The names of those that got the update, in order."""
    connection: str = "site"
    """By which those that are added are asked."""

    def add(self, objects: int, answer_update: Behaviour | None = None) -> Server:
        name = f"engine-{len(self.engines) + 1}"

        def answer(visit: Visit) -> None:
            if visit.body.startswith(b"query=%28update"):
                self.updated.append(name)
                (answer_update or changing(objects))(visit)
            else:
                visit.answer(b"id\n" + b"".join(b"%d\n" % number for number in range(objects)))

        server = self.street.engine(answer)
        self.engines.append(FleetEngine(name, server.address, self.desk.client(server), connection=self.connection))
        return server

    @property
    def log(self) -> list[dict[str, Any]]:
        path = self.folder / "audit.log"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def count(self) -> FleetCount:
        return FleetCount(REQUEST, matching_selects(UPDATE, {}), self.engines, self.folder)

    def send(
        self,
        cancellation: Cancellation | None = None,
        on_update: Callable[[EngineUpdate], object] = lambda _update: None,
    ) -> tuple[EngineUpdate, ...]:
        sender = FleetSender(AuditLog(self.folder / "audit.log"))
        return send_to_fleet(
            REQUEST, self.count().run(), sender, self.folder, cancellation or Cancellation(), on_update
        )


def changing(objects: int) -> Behaviour:
    return lambda visit: visit.answer(b"updated\n%d\n" % objects)


def refusing(visit: Visit) -> None:
    visit.answer(b"", "WWW-Authenticate: Basic", status="401 Unauthorized")


def hanging_up(visit: Visit) -> None:
    visit.reset()


@pytest.fixture
def site(street: Street, desk: Desk, tmp_path: Path) -> Site:
    return Site(street, desk, tmp_path)


def endings(updates: tuple[EngineUpdate, ...]) -> list[UpdateEnding]:
    return [update.ending for update in updates]


def test_each_engine_is_counted_and_nothing_is_changed(site: Site):
    for objects in (3, 0, 12):
        site.add(objects)
    assert [(one.engine.name, one.objects) for one in site.count().run()] == [
        ("engine-1", 3),
        ("engine-2", 0),
        ("engine-3", 12),
    ]
    assert (site.updated, site.log, list(site.folder.iterdir())) == ([], [], [])


@pytest.mark.parametrize("answer", [b"", b"<html>", b'id\n"1'])
def test_one_that_cannot_be_counted_stops_it_all(site: Site, answer: bytes):
    site.add(3)
    server = site.street.engine(lambda visit: visit.answer(answer))
    site.engines.append(FleetEngine("odd", server.address, site.desk.client(server)))
    with pytest.raises(UncountableFleetError, match="cannot be counted on odd, so the update was sent to no") as caught:
        site.count().run()
    assert list(caught.value.failures) == ["odd"]
    assert site.updated == []


def test_one_that_nobody_could_log_in_to_stops_it_all(site: Site):
    server = site.add(3)
    refusal = RefusedError("No.")
    site.engines.append(FleetEngine("barred", server.address, None, refusal))
    with pytest.raises(UncountableFleetError) as caught:
        site.count().run()
    assert caught.value.failures == {"barred": refusal}


def test_counting_is_cancelled(site: Site):
    server = site.street.engine(lambda visit: visit.wait_until_left())
    site.engines.append(FleetEngine("silent", server.address, site.desk.client(server)))
    count = site.count()
    counting = site.desk.start(count.run)
    assert server.was_asked.wait(30)
    count.cancel()
    with pytest.raises(QuestionCancelled):
        counting.result(30)


def test_an_update_goes_to_one_engine_after_the_other_and_is_written_down_for_each(site: Site):
    for objects in (3, 1, 12):
        site.add(objects)
    updates = site.send()
    assert site.updated == ["engine-1", "engine-2", "engine-3"]
    assert [update.in_words for update in updates] == ["3 objects changed", "1 object changed", "12 objects changed"]
    states = [(line["state"], line["address"], line["objects"]) for line in site.log]
    assert states == [
        (state, str(engine.address), objects)
        for engine, objects in zip(site.engines, (3, 1, 12), strict=True)
        for state in ("sending", "done")
    ]
    assert {line["connection"] for line in site.log} == {"site"}


def test_the_log_names_the_connection_of_each_engine_or_its_address_where_nobody_saved_one(site: Site):
    site.add(3)
    site.connection = ""
    site.add(1)
    site.send()
    names = [line["connection"] for line in site.log if line["state"] == "done"]
    assert names == ["site", str(site.engines[1].address)]


def test_an_engine_without_an_object_to_change_is_left_alone(site: Site):
    site.add(0)
    site.add(2)
    updates = site.send()
    assert endings(updates) == [UpdateEnding.NOT_SENT, UpdateEnding.DONE]
    assert updates[0].in_words == "not sent, for there is nothing to change"
    assert site.updated == ["engine-2"]


@pytest.mark.parametrize(
    ("failing", "ending", "words"),
    [
        (refusing, UpdateEnding.REFUSED, "refused, nothing changed: "),
        (hanging_up, UpdateEnding.UNCERTAIN, "unknown: Nobody knows whether the update was carried out."),
    ],
)
def test_the_first_that_fails_is_the_last_and_what_became_of_each_is_told(
    site: Site, failing: Behaviour, ending: UpdateEnding, words: str
):
    site.add(3)
    site.add(4, failing)
    site.add(5)
    updates = site.send()
    assert site.updated == ["engine-1", "engine-2"]
    assert endings(updates) == [UpdateEnding.DONE, ending, UpdateEnding.NOT_SENT]
    assert updates[1].in_words.startswith(words)
    assert isinstance(updates[1].error, ClientError)
    assert (updates[2].in_words, updates[2].error) == ("not sent", None)


def test_a_log_that_cannot_be_written_lets_nothing_out(site: Site):
    site.add(3)
    site.add(4)
    (site.folder / "audit.log").mkdir()
    updates = site.send()
    assert endings(updates) == [UpdateEnding.NOT_SENT, UpdateEnding.NOT_SENT]
    assert "audit.log" in updates[0].in_words
    assert site.updated == []


def test_what_is_cancelled_lets_no_other_engine_begin(site: Site):
    cancellation = Cancellation()

    def cancel_meanwhile(visit: Visit) -> None:
        cancellation.cancel()
        visit.wait_until_left()

    site.add(3, cancel_meanwhile)
    site.add(4)
    updates = site.send(cancellation)
    assert endings(updates) == [UpdateEnding.UNCERTAIN, UpdateEnding.NOT_SENT]
    assert site.updated == ["engine-1"]


def test_what_is_stopped_between_two_engines_says_so_of_those_that_were_not_sent_to(site: Site):
    cancellation = Cancellation()
    for objects in (3, 4, 0):
        site.add(objects)
    updates = site.send(cancellation, lambda _update: cancellation.cancel())
    assert endings(updates) == [UpdateEnding.DONE, UpdateEnding.NOT_SENT, UpdateEnding.NOT_SENT]
    assert updates[1].in_words == "not sent: The update was stopped before it was sent here."
    assert isinstance(updates[1].error, QuestionCancelled)
    assert updates[2].error is None
    assert site.updated == ["engine-1"]


def test_who_cannot_take_what_has_become_of_it_is_told_all_and_no_other_engine_begins(site: Site):
    told: list[UpdateEnding] = []

    def fail(update: EngineUpdate) -> None:
        told.append(update.ending)
        raise BrokenPipeError

    for objects in (3, 4, 5):
        site.add(objects)
    with pytest.raises(BrokenPipeError):
        site.send(None, fail)
    assert told == [UpdateEnding.DONE, UpdateEnding.NOT_SENT, UpdateEnding.NOT_SENT]
    assert site.updated == ["engine-1"]
