"""The lines of a form, one below the other."""

from __future__ import annotations

from textual.containers import VerticalScroll

from nxql_tui.ui.widgets.form_row import FormRow


class FormFields(VerticalScroll, can_focus=False):
    """Scrolls so that the line of the field in use is seen whole, with its mistake."""

    DEFAULT_CSS = """
    FormFields { height: 1fr; scrollbar-size: 1 1; scrollbar-gutter: stable; }
    """

    def on_descendant_focus(self) -> None:
        """Bring the line of the field into view."""
        self.reveal()

    def on_resize(self) -> None:
        """Keep it there."""
        self.reveal()

    def watch_virtual_size(self) -> None:
        """Keep it there also when a mistake comes or goes above it."""
        self.reveal()

    def reveal(self) -> None:
        """Bring the line of the field in use into view, as soon as everything has its place."""
        self.call_after_refresh(self._reveal_now)

    def _reveal_now(self) -> None:
        focused = self.screen.focused
        if focused is None or self not in focused.ancestors:
            return
        for row in focused.ancestors:
            if isinstance(row, FormRow):
                self.scroll_to_widget(row, animate=False, force=True, immediate=True)
