"""Updates to a fleet in the real explorer, against servers that note what they are sent."""

from __future__ import annotations

import json
import re
import shutil
import threading
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

import pytest
from broken_engine import HEAD

from nxql_tui.client.fleet import Fleet, FleetEngine
from nxql_tui.library.audit import AuditLog
from nxql_tui.library.history import Outcome
from nxql_tui.library.stored_history import StoredHistory
from nxql_tui.ui.fleet_updates import FleetUpdateEnded, PendingFleetUpdate, send_fleet_update, why_not_all
from nxql_tui.ui.question_log import QuestionLog
from nxql_tui.ui.screens.confirm_fleet_update import ConfirmFleetUpdateScreen
from nxql_tui.ui.screens.failure_details import FailureDetailsScreen
from nxql_tui.updates.fleet_update import CountedEngine, FleetSender
from nxql_tui.updates.sending import UpdateEnding
from nxql_tui.wire.request import QueryRequest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nxql_tui.paths import Paths

UPDATE = '(update (set #Location (enum "Paris")) (from device (where device (eq name (pattern "*")))))'


class Objects:
    """So many objects, which an update changes, or does not."""

    def __init__(
        self,
        count: int,
        *,
        refuses: bool = False,
        is_counted: bool = False,
        answers_after: threading.Event | None = None,
    ) -> None:
        self.count = count
        self.refuses = refuses
        self.answers_after = answers_after
        self.updates = 0
        self.asked = int(is_counted)

    def __call__(self, stream) -> None:
        # The objects are counted before they are changed.
        self.asked += 1
        if self.asked == 1:
            self._answer(stream, b"id\n" + b"".join(b"%d\n" % number for number in range(self.count)))
            return
        self.updates += 1
        if self.answers_after is not None:
            self.answers_after.wait(30)
        if self.refuses:
            stream.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        else:
            self._answer(stream, b"count\n%d\n" % self.count)

    def _answer(self, stream, body: bytes) -> None:
        # Who has hung up does not hear it.
        with suppress(OSError):
            stream.sendall(HEAD % len(body) + body)


@pytest.fixture
def fleet_of(broken_engine):
    @contextmanager
    def run(*left_out: str, **objects: Objects) -> Iterator[Fleet]:
        with ExitStack() as stack:
            servers = {name: stack.enter_context(broken_engine(one)) for name, one in objects.items()}
            engines = (FleetEngine(name, one.client.address, one.client) for name, one in servers.items())
            yield Fleet(tuple(engines), left_out)

    return run


@pytest.fixture
def open_fleet(open_explorer):
    def run(fleet: Fleet, *, allow_update: bool = True):
        return open_explorer(client=fleet.spokesman, fleet=fleet, query=UPDATE, allow_update=allow_update)

    return run


async def asked_to_confirm(explorer) -> None:
    await explorer.press("f5")
    await explorer.wait_for(lambda: isinstance(explorer.app.screen, ConfirmFleetUpdateScreen))
    await explorer.wait_for(lambda: "Counting" not in explorer.text_of("#matching"))


async def confirmed(explorer, number: str) -> None:
    await asked_to_confirm(explorer)
    await explorer.pilot.press(*number, "enter")
    await explorer.wait_for(lambda: explorer.said(FleetUpdateEnded))


async def test_one_confirmation_shows_the_count_of_each_engine_and_updates_all(
    fleet_of, open_fleet, paths: Paths
) -> None:
    eu, us, none = Objects(3), Objects(2), Objects(0)
    with fleet_of("ap", eu=eu, us=us, none=none) as fleet:
        async with open_fleet(fleet) as explorer:
            await asked_to_confirm(explorer)
            assert "5 objects of device would change" in explorer.text_of("#matching")
            lines = [re.split("  +", one.strip()) for one in explorer.text_of("#objects").splitlines()]
            assert lines == [["3 objects", "eu"], ["2 objects", "us"], ["0 objects", "none"], ["not reached", "ap"]]
            assert (eu.updates, us.updates) == (0, 0)

            await explorer.pilot.press("5", "enter")
            await explorer.wait_for(lambda: explorer.said(FleetUpdateEnded))
            assert explorer.state.startswith("Updated 5 objects on 2 Engines")
    assert (eu.updates, us.updates, none.updates) == (1, 1, 0)
    audited = [json.loads(one) for one in paths.audit_log.read_text().splitlines()]
    assert [one["objects"] for one in audited if "objects" in one][::2] == [3, 2]


async def test_the_first_failure_is_the_last_and_all_is_told(fleet_of, open_fleet) -> None:
    eu, us, ap = Objects(3), Objects(2, refuses=True), Objects(4)
    with fleet_of(eu=eu, us=us, ap=ap) as fleet:
        async with open_fleet(fleet) as explorer:
            await confirmed(explorer, "9")
            assert "Updated 3 objects on 1 of 3 Engines" in explorer.state
            assert "it stopped at the first failure" in explorer.text_of("#message .message-text")
            await explorer.press("alt+d")
            assert isinstance(explorer.app.screen, FailureDetailsScreen)
            report = explorer.text_of("FailureDetailsScreen Static")
            assert "eu: 3 objects changed" in report
            assert "us: refused, nothing changed" in report
            assert "ap: not sent" in report
    assert ap.updates == 0


def test_an_update_that_is_stopped_between_two_engines_is_said_to_be_stopped(fleet_of, paths: Paths) -> None:
    eu, us = Objects(3, is_counted=True), Objects(2, is_counted=True)
    history = StoredHistory(paths.history, patience=30.0)
    ended: list[FleetUpdateEnded] = []
    with fleet_of(eu=eu, us=us) as fleet:
        counted = tuple(CountedEngine(engine, 2) for engine in fleet.engines)
        sender = FleetSender(AuditLog(paths.audit_log))
        pending = PendingFleetUpdate(QueryRequest(UPDATE), counted, sender, paths.audit_log.parent)
        paths.audit_log.parent.mkdir(parents=True, exist_ok=True)

        def post(message: object) -> None:
            pending.cancellation.cancel()
            if isinstance(message, FleetUpdateEnded):
                ended.append(message)

        send_fleet_update(pending, post, QuestionLog(history, "site", "", print))

    updates = ended[0].updates
    assert (eu.updates, us.updates) == (1, 0)
    assert [update.ending for update in updates] == [UpdateEnding.DONE, UpdateEnding.NOT_SENT]
    assert why_not_all(updates, is_cancelled=True) == ("you stopped it", "Nothing was sent to the others.")
    assert [entry.outcome for entry in history.search()] == [Outcome.CANCELLED]


async def test_an_update_that_is_stopped_while_an_engine_is_at_it_is_said_to_be_stopped(fleet_of, open_fleet) -> None:
    stopped = threading.Event()
    eu, us = Objects(3, answers_after=stopped), Objects(2)
    with fleet_of(eu=eu, us=us) as fleet:
        async with open_fleet(fleet) as explorer:
            await asked_to_confirm(explorer)
            await explorer.pilot.press("5", "enter")
            await explorer.wait_for(lambda: eu.updates == 1)
            await explorer.press("escape")
            await explorer.wait_for(lambda: explorer.said(FleetUpdateEnded))
            stopped.set()
            said = explorer.text_of("#message .message-text")
            assert "Updated no object on 0 of 2 Engines: you stopped it." in said
            assert "eu: unknown" in said
    assert us.updates == 0


def take_the_place(folder: Path) -> None:
    """Let no file be made in a folder any more."""
    shutil.rmtree(folder)
    folder.write_text("")


async def test_nothing_is_sent_where_there_is_no_place_to_count(fleet_of, open_fleet) -> None:
    eu = Objects(3)
    with fleet_of(eu=eu, us=Objects(1)) as fleet:
        async with open_fleet(fleet) as explorer:
            take_the_place(explorer.app.screen.tab.spools)
            await asked_to_confirm(explorer)
            assert "No place for the answers in" in explorer.text_of("#matching")
            await explorer.press("escape")
    assert eu.asked == 0


async def test_nothing_is_sent_where_there_is_no_place_for_the_answers(fleet_of, open_fleet) -> None:
    eu = Objects(3)
    with fleet_of(eu=eu, us=Objects(1)) as fleet:
        async with open_fleet(fleet) as explorer:
            tab = explorer.app.screen.tab
            await asked_to_confirm(explorer)
            take_the_place(tab.spools)
            await explorer.pilot.press("4", "enter")
            await explorer.wait_for(lambda: explorer.said(FleetUpdateEnded))
            assert "eu: not sent: No place for the answers in" in explorer.text_of("#message .message-text")
            assert not tab.is_updating
    assert eu.updates == 0


async def test_nothing_is_sent_where_one_engine_cannot_be_counted(fleet_of, open_fleet) -> None:
    eu = Objects(3)

    class Refusing(Objects):
        def __call__(self, stream) -> None:
            stream.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")

    with fleet_of(eu=eu, us=Refusing(0)) as fleet:
        async with open_fleet(fleet) as explorer:
            await asked_to_confirm(explorer)
            said = explorer.text_of("#matching")
            assert "cannot be counted" in said
            assert "us:" in said
            assert not explorer.widget("#send").display
            await explorer.press("escape")
    assert eu.updates == 0


async def test_a_fleet_that_does_not_allow_updates_is_not_even_counted(fleet_of, open_fleet) -> None:
    eu = Objects(3)
    with fleet_of(eu=eu, us=Objects(1)) as fleet:
        async with open_fleet(fleet, allow_update=False) as explorer:
            await explorer.press("f5")
            await explorer.wait_for(lambda: explorer.widget("#message").display)
            assert "does not allow updates" in explorer.text_of("#message .message-text")
    assert eu.asked == 0
