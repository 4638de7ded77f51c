"""The fields of the settings, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from nxql_tui.setting import Holds, Value, WrongSetting
from nxql_tui.settings import SETTINGS
from nxql_tui.ui.widgets.choice_line import ChoiceLine
from nxql_tui.ui.widgets.form_fields import FormFields
from nxql_tui.ui.widgets.form_row import FormRow
from nxql_tui.ui.widgets.steady_input import SteadyInput
from nxql_tui.ui.widgets.stepped_choice import SteppedChoice
from nxql_tui.ui.widgets.toggle import Toggle

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.app import ComposeResult
    from textual.widget import Widget

    from nxql_tui.setting import Setting
    from nxql_tui.settings import ReadSettings

THEME = "theme"
"""The setting that is one of the themes there are."""


class SettingsFields(FormFields):
    """A field for each setting over what it is for; what cannot stand there is said at the field."""

    DEFAULT_CSS = """
    SettingsFields FormRow .line > Label { width: 22; }
    SettingsFields FormRow .mistake { margin-left: 22; }
    """

    def __init__(self, read: ReadSettings, themes: Iterable[str]) -> None:
        """Make the fields.

        Args:
            read: What the file holds.
            themes: The names of the themes there are.
        """
        super().__init__()
        self._read = read
        self._wrong = {mistake.key: mistake for mistake in read.mistakes if mistake.key in SETTINGS}
        # One that is not there is shown all the same: it is what the file says.
        self._themes = tuple(dict.fromkeys((*sorted(themes), read.settings.theme)))

    def compose(self) -> ComposeResult:
        """In the order of the file that `nxql-tui config show` prints."""
        for setting in SETTINGS.values():
            later = "" if setting.holds is Holds.AT_ONCE else f" Holds {setting.holds}."
            yield FormRow(setting.name, self._field(setting), words=f"{setting.words}{later}", id=f"row-{setting.name}")

    def _field(self, setting: Setting) -> Widget:
        value = getattr(self._read.settings, setting.name)
        if isinstance(value, bool):
            return Toggle("on", value, id=setting.name)
        choices = self._themes if setting.name == THEME else setting.choices
        if choices:
            return SteppedChoice(choices, value, id=setting.name)
        wrong = self._wrong.get(setting.name)
        text = str(setting.written(value) if wrong is None else wrong.value)
        return SteadyInput(text, compact=True, id=setting.name, select_on_focus=False)

    def on_mount(self) -> None:
        """Say what is wrong in the file."""
        self._raw_at_first = self._raw_values
        for name, mistake in self._wrong.items():
            self._row(name).say(f"Line {mistake.line}: {mistake.what}")

    # What is in them

    def read_changes(self) -> dict[str, Value] | None:
        """The settings that are to be other than the file says; None where something is wrong, which is then said."""
        read = {name: self._checked(name) for name in SETTINGS}
        changes: dict[str, Value] = {}
        for name, value in read.items():
            if value is None:
                self.query_one(f"#{name}").focus()
                return None
            if value != getattr(self._read.settings, name) or name in self._wrong:
                changes[name] = value
        return changes

    @property
    def theme(self) -> str:
        """The name of the theme that is chosen."""
        return str(self._raw_value(THEME))

    @property
    def is_changed(self) -> bool:
        """Whether somebody has changed what stands in the fields."""
        return self._raw_values != self._raw_at_first

    @property
    def _raw_values(self) -> dict[str, str | bool]:
        """What stands in the fields, whether it means something or not."""
        return {name: self._raw_value(name) for name in SETTINGS}

    def _raw_value(self, name: str) -> str | bool:
        field = self.query_one(f"#{name}")
        assert isinstance(field, Toggle | ChoiceLine | Input)  # noqa: S101  as composed
        return field.value

    def _value(self, name: str) -> Value:
        raw = self._raw_value(name)
        return raw if isinstance(raw, bool) else SETTINGS[name].read_typed(raw)

    # What is wrong with it

    def _checked(self, name: str) -> Value | None:
        """The value of a field; where it means nothing, that is said at the field."""
        try:
            value = self._value(name)
        except WrongSetting as error:
            self._row(name).say(f"'{name}' {error}")
            return None
        self._row(name).say("")
        return value

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Look at the field that was left."""
        name = event.widget.id
        if name is not None and name in SETTINGS:
            self._checked(name)

    def _row(self, name: str) -> FormRow:
        return self.query_one(f"#row-{name}", FormRow)
