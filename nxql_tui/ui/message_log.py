"""What was said on the screen in this session, to be read again.

It is never written to a file, and holds what the screen has shown: no password, and no value of a secret parameter.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Generic

from textual import on
from textual.app import App, ReturnType
from textual.message import Message

from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.notifications import SeverityLevel

MOST_KEPT = 500
"""Messages; of more, the oldest are forgotten."""

NOTE, WARNING, ERROR = "note", "warning", "error"
"""How grave a message is, in a word."""
_WORDS: dict[SeverityLevel, str] = {"information": NOTE, "warning": WARNING, "error": ERROR}


@dataclass(frozen=True, slots=True)
class SaidMessage:
    """A sentence that was on the screen."""

    text: str
    severity: str = NOTE
    """A word."""
    at: datetime = field(default_factory=lambda: datetime.now().astimezone())

    def __str__(self) -> str:
        return f"{self.at:%H:%M:%S}  {self.severity:<7}  {self.text}"


@dataclass
class Said(Message):
    """Something was said in a place of its own, which the next thing takes away."""

    said: SaidMessage


class MessageLog:
    """The last messages, the newest first."""

    def __init__(self) -> None:
        self._messages: deque[SaidMessage] = deque(maxlen=MOST_KEPT)

    def __iter__(self) -> Iterator[SaidMessage]:
        return iter(self._messages)

    def __len__(self) -> int:
        return len(self._messages)

    def note(self, text: str, severity: str = NOTE) -> None:
        """Keep a message."""
        self.keep(SaidMessage(visible_line(text), severity))

    def keep(self, message: SaidMessage) -> None:
        """Keep a message."""
        self._messages.appendleft(message)


class RememberingApp(App[ReturnType], Generic[ReturnType]):
    """Keeps what it says."""

    def __init__(self) -> None:
        super().__init__()
        self.said = MessageLog()
        """What was said."""

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Say something over the screen for a while, and keep it; any thread may."""
        self.said.note(f"{title}: {message}" if title else message, _WORDS[severity])
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

    @on(Said)
    def _keep_said(self, event: Said) -> None:
        self.said.keep(event.said)
