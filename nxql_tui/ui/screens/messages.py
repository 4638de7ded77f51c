"""The messages of this session, to be read again and copied."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.table import Table
from rich.text import Text

from nxql_tui.ui.screens.failure_details import FailureDetailsScreen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from nxql_tui.ui.message_log import SaidMessage

NOTHING_SAID = "Nothing has been said in this session. What is said for a moment stands here afterwards."


class MessagesScreen(FailureDetailsScreen):
    """Each message with its time and how grave it is, the newest first."""

    help_place: ClassVar[str] = "messages"

    DEFAULT_CSS = """
    MessagesScreen VerticalScroll { border: round $primary; }
    """

    def __init__(self, messages: Sequence[SaidMessage]) -> None:
        super().__init__("\n".join(map(str, messages)) or NOTHING_SAID, title="Messages, the newest first")
        self._messages = messages

    def content(self) -> RenderableType:
        """A message a row; one that is long goes on below itself."""
        if not self._messages:
            return super().content()
        rows = Table.grid(padding=(0, 2), expand=True)
        rows.add_column(no_wrap=True)
        rows.add_column(no_wrap=True, style="bold")
        rows.add_column(ratio=1, overflow="fold")
        for message in self._messages:
            rows.add_row(f"{message.at:%H:%M:%S}", message.severity, Text(message.text))
        return rows
