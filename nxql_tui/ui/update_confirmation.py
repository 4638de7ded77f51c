"""From an update in a tab to the dialog, and from the dialog to sending it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.nxql.matching_select import UnclearUpdateError, matching_selects
from nxql_tui.ui.screens.confirm_fleet_update import ConfirmFleetUpdateScreen
from nxql_tui.ui.screens.confirm_update import ConfirmUpdateScreen
from nxql_tui.updates.fleet_update import FleetSender
from nxql_tui.updates.sending import UpdateSender, audited_update, statement_without_secrets

if TYPE_CHECKING:
    from pathlib import Path

    from nxql_tui.client.fleet import Fleet
    from nxql_tui.nxql.matching_select import MatchingSelects
    from nxql_tui.ui.connected import Connected
    from nxql_tui.ui.tabs.updating_tab import UpdatingTab
    from nxql_tui.wire.request import QueryRequest


def confirm_update(tab: UpdatingTab, request: QueryRequest, connected: Connected, spools: Path) -> None:
    """Refuse an update with the reason, or show what it would do and send it once somebody has confirmed."""
    client, terms = connected.client, connected.terms
    if not terms.is_allowed:
        tab.say(
            "This is an update, and this connection does not allow updates.", f"Nothing was sent. {terms.how_to_allow}"
        )
        return
    try:
        selects = matching_selects(request.query, request.parameters)
    except UnclearUpdateError as error:
        tab.say(error.what, f"{error.advice} Nothing was sent.".strip())
        return

    secrets = tab.draft.secret_numbers
    statement = statement_without_secrets(request, secrets)
    if connected.fleet is not None:
        _confirm_on_fleet(tab, request, connected, connected.fleet, selects, statement, spools)
        return

    def send(objects: int | None) -> None:
        if objects is None:
            tab.note("The update was not confirmed; it was not sent")
            return
        update = audited_update(
            request,
            user=terms.user,
            connection=terms.connection,
            address=str(client.address),
            objects=objects,
            secret_numbers=secrets,
        )
        tab.send_update(UpdateSender(client, terms.log, update), request, connected.log)

    tab.app.push_screen(ConfirmUpdateScreen(client, request, selects, statement, terms, spools), send)


def _confirm_on_fleet(
    tab: UpdatingTab,
    request: QueryRequest,
    connected: Connected,
    fleet: Fleet,
    selects: MatchingSelects,
    statement: str,
    spools: Path,
) -> None:
    terms = connected.terms
    sender = FleetSender(terms.log, tab.draft.secret_numbers)
    screen = ConfirmFleetUpdateScreen(connected.client, fleet, request, selects, statement, terms, spools)

    def send(objects: int | None) -> None:
        if objects is None:
            tab.note("The update was not confirmed; it was not sent")
        else:
            tab.send_fleet_update(sender, request, screen.counted, connected.log)

    tab.app.push_screen(screen, send)
