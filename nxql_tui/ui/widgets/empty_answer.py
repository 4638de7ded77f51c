"""What stands in the place of rows where there are none."""

from __future__ import annotations

from textual.widgets import Static

from nxql_tui.ui.own_keys import lines_with_keys


class EmptyAnswer(Static):
    """Lies over the table, which keeps the focus and its keys; takes no room while nothing is said."""

    DEFAULT_CSS = """
    EmptyAnswer {
        layer: words; display: none; width: auto; max-width: 100%; height: auto; margin: 2 2 0 2;
        background: $background; color: $foreground-muted;
        &.-said { display: block; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id, markup=False)
        self._words = ""

    def say(self, words: str) -> None:
        """Say words with commands in the place of keys; empty ones leave the place to the rows."""
        if words == self._words:
            return
        self._words = words
        self.update(lines_with_keys(self.app, words))
        self.set_class(bool(words), "-said")
