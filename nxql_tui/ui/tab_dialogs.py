"""The dialogs that take something out of a tab: an export, a recipe, a comparison."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nxql_tui.nxql.update_recognition import may_be_update
from nxql_tui.ui.background import run_in_background
from nxql_tui.ui.export_name import suggested_name
from nxql_tui.ui.export_work import ExportSubject
from nxql_tui.ui.path_suggester import typed_path
from nxql_tui.ui.quantities import count_text
from nxql_tui.ui.screens.compare_prompt import CompareChoice, ComparePrompt
from nxql_tui.ui.screens.copy_as import CopyAsScreen
from nxql_tui.ui.screens.export import ExportScreen

if TYPE_CHECKING:
    from nxql_tui.ui.connected import Connected
    from nxql_tui.ui.tabs.query_tab import QueryTab
    from nxql_tui.ui.tabs.tab_set import TabSet


def open_export(tab: QueryTab, connected: Connected) -> None:
    """Export the answer on the screen, or that to the query as it stands."""
    request = tab.asked or tab.pane.request()
    if may_be_update(request.query, request.parameters):
        tab.say("This is an update, and an update has no answer to export.", "Nothing was sent.")
        return

    rows = tab.answered_rows()
    if rows is not None:
        # Newer rows may take their place while the dialog is open.
        rows = replace(rows, result_set=rows.result_set.held())

    def report(sentence: str | None) -> None:
        if rows is not None:
            run_in_background(rows.result_set.close, "close-rows")
        if sentence:
            tab.note(sentence)

    subject = ExportSubject(
        client=connected.client,
        request=request,
        suggested_name=suggested_name(request.query),
        secret_numbers=tab.first_draft.secret_numbers,
        rows=rows,
        fleet=tab.fleet_subject(),
        engine=connected.client_name,
    )
    tab.app.push_screen(ExportScreen(subject), report)


def open_copy_as(tab: QueryTab, connected: Connected) -> None:
    """Write the question, as it stands, for another tool."""
    request = tab.pane.request()
    if not request.query.strip():
        tab.complain("There is no query to copy.", "Write one in the editor.")
    elif not request.platforms:
        tab.complain("No platform is switched on.", "Switch on at least one, then copy the question.")
    else:
        is_allowed, engine = connected.terms.is_allowed, connected.client_name
        tab.app.push_screen(CopyAsScreen(connected.client, request, allows_updates=is_allowed, engine=engine))


def choose_comparison(tab: QueryTab, tabs: TabSet) -> None:
    """Compare the rows of a tab with those of another, or of a file."""
    others = [
        (f"{name}, {count_text(rows.row_count, 'row')}", rows)
        for name, other in zip(tabs.names, tabs.tabs, strict=True)
        if other is not tab and (rows := other.answer.result_set) is not None
    ]

    def compare(choice: CompareChoice | None) -> None:
        if choice is None:
            return
        before = typed_path(choice.path) if choice.tab is None else others[choice.tab][1]
        key = tuple(name.strip() for name in choice.key.split(",")) if choice.key else None
        tab.answer.compare_with(before, key)

    tab.app.push_screen(ComparePrompt([name for name, _ in others]), compare)
