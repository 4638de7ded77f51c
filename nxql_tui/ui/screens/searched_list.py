"""A dialog with a list, and a line that searches it and keeps the focus."""

from __future__ import annotations

from abc import abstractmethod
from typing import TypeVar

from textual import on
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList

from nxql_tui.ui.widgets.search_input import SearchInput

Outcome = TypeVar("Outcome")


class SearchedList(ModalScreen[Outcome]):
    """Shows what is found with every letter; what that is a screen says that is one."""

    def on_mount(self) -> None:
        """Show all."""
        self._show()
        self.query_one(SearchInput).focus()

    @property
    def _list(self) -> OptionList:
        return self.query_one(OptionList)

    @on(Input.Changed)
    def _search(self, event: Input.Changed) -> None:
        event.stop()
        self._show()

    @abstractmethod
    def _show(self) -> None:
        """Show what is found."""
