"""Renaming and deleting a saved query: a dialog, then the work beside the screen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from nxql_tui.ui.background import run_in_background
from nxql_tui.ui.saved_work import delete_saved, rename_saved
from nxql_tui.ui.screens.confirmation import Confirmation
from nxql_tui.ui.screens.line_prompt import LinePrompt
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from textual.screen import Screen

    from nxql_tui.library.saved_queries import SavedQueries


def ask_to_rename(screen: Screen[Any], saved: SavedQueries, name: str, wanted: str = "", advice: str = "") -> None:
    """Ask for another name; what came of it is posted to the screen.

    Args:
        screen: Where the messages go.
        saved: Where the query is.
        name: Its name.
        wanted: The name that was refused before; empty when none was.
        advice: Why it was refused.
    """

    def rename(answer: str | None) -> None:
        if answer is not None and answer != name:
            run_in_background(partial(rename_saved, saved, name, answer, screen.post_message), "rename-saved-query")

    screen.app.push_screen(LinePrompt("Rename the saved query", wanted or name, visible_line(advice)), rename)


def ask_to_delete(screen: Screen[Any], saved: SavedQueries, name: str) -> None:
    """Ask whether a query shall go; what came of it is posted to the screen."""

    def delete(is_wanted: bool | None) -> None:
        if is_wanted:
            run_in_background(partial(delete_saved, saved, name, screen.post_message), "delete-saved-query")

    sentence = f"The saved query '{name}' and its file are deleted for good."
    screen.app.push_screen(Confirmation("Delete a saved query", sentence, "Delete"), delete)
