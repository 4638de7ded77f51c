"""The fields of a saved connection, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events, on
from textual.message import Message
from textual.widgets import Input, Static

from nxql_tui.accounts.connection import Colour
from nxql_tui.logins.connection_form import NO_COLOUR, ConnectionForm, Place, TrustChoice
from nxql_tui.logins.form_mistakes import FormField, Mistake
from nxql_tui.ui.connection_colours import ground_of
from nxql_tui.ui.path_suggester import PathSuggester
from nxql_tui.ui.widgets.choice_line import ChoiceLine
from nxql_tui.ui.widgets.form_fields import FormFields
from nxql_tui.ui.widgets.form_row import FormRow
from nxql_tui.ui.widgets.steady_input import SteadyInput
from nxql_tui.ui.widgets.toggle import Toggle
from nxql_tui.ui.widgets.wrapped_choice import WrappedChoice
from nxql_tui.wire.request import Platform

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from textual.app import ComposeResult
    from textual.widget import Widget

_ADDRESS_HINTS = {
    Place.ENGINE: "engine.example.com, host:port or https://…",
    Place.ENGINES: "engine-1.example.com, engine-2.example.com:1672",
    Place.PORTAL: "portal.example.com",
}
_ADDRESS_LABELS = {Place.ENGINE: "Address", Place.ENGINES: "Addresses", Place.PORTAL: "Address"}
_DANGER = "▲ An update changes the Engine, and nothing takes it back."
_FILES = (FormField.TRUST_FILE, FormField.CLIENT_CERTIFICATE, FormField.CLIENT_KEY)
_TEXTS = (*FormField, "tags")


class ConnectionFields(FormFields):
    """Shows only the fields that fit what is chosen in the others."""

    DEFAULT_CSS = """
    ConnectionFields #danger.-on { color: $text-warning; text-style: bold; }
    """

    @dataclass
    class Left(Message):
        """The user has gone on from a field, or changed what its text means."""

        field: FormField

    def __init__(self, form: ConnectionForm) -> None:
        super().__init__()
        self._shown = form

    def compose(self) -> ComposeResult:
        """In the order in which one needs them."""
        yield from self._where_and_who()
        yield from self._questions()
        yield from self._way_and_trust()
        yield from self._looks()

    def _where_and_who(self) -> Iterator[Widget]:
        yield self._text_row(FormField.NAME, "Name", "what you call it", heading="Where and who")
        yield FormRow("Leads to", WrappedChoice(tuple(Place), self._shown.place, id="place"))
        yield self._text_row(FormField.ADDRESS, "Address", "")
        yield self._text_row(FormField.USER, "User", "whom the Engine knows")
        hint = "a program that prints it, as in: pass show nexthink"
        yield self._text_row(FormField.PASSWORD_COMMAND, "Password command", hint)

    def _questions(self) -> Iterator[Widget]:
        toggles = (Toggle(one.value, one in self._shown.platforms, id=f"platform-{one.value}") for one in Platform)
        yield FormRow("Platforms", *toggles, heading="Questions")
        hint = "rows, where a query has no limit of its own"
        yield self._text_row(FormField.ROW_LIMIT, "Row limit", hint)
        yield self._text_row(FormField.TIME_LIMIT, "Time limit", "seconds that an answer may take")
        danger = Static(_DANGER, id="danger", markup=False)
        yield FormRow("Updates", Toggle("Allow updates", self._shown.allow_update, id="allow-update"), danger)

    def _way_and_trust(self) -> Iterator[Widget]:
        hint = "empty: what the environment says; none: straight"
        yield self._text_row(FormField.PROXY, "Proxy", hint, heading="Way and trust")
        yield FormRow("Trust", WrappedChoice(tuple(TrustChoice), self._shown.trust, id="trust"))
        yield self._text_row(FormField.TRUST_FILE, "CA file", "certificates in PEM; → completes the path")
        hint = "what its certificate says, where not the address"
        yield self._text_row(FormField.SERVER_NAME, "TLS name", hint)
        hint = "a PEM file that says who you are; → completes"
        yield self._text_row(FormField.CLIENT_CERTIFICATE, "Client certificate", hint)
        yield self._text_row(FormField.CLIENT_KEY, "Client key", "where it has a file of its own; → completes")

    def _looks(self) -> Iterator[Widget]:
        yield self._text_row("tags", "Tags", "with commas between; production shows red", heading="Looks")
        colours = {colour.value: ground_of(colour) for colour in Colour}
        choices = (NO_COLOUR, *(colour.value for colour in Colour))
        yield FormRow("Colour", WrappedChoice(choices, self._shown.colour, colours, id="colour"))

    def _text_row(self, name: str, label: str, hint: str, *, heading: str = "") -> FormRow:
        field = SteadyInput(
            getattr(self._shown, name),
            placeholder=hint,
            compact=True,
            id=name,
            suggester=PathSuggester() if name in _FILES else None,
            select_on_focus=False,
        )
        return FormRow(label, field, heading=heading, id=f"row-{name}")

    def on_mount(self) -> None:
        """Show what fits the choices."""
        self._show_fitting()

    # What is in them

    @property
    def form(self) -> ConnectionForm:
        """As it stands now."""
        return ConnectionForm(
            **{name: self.query_one(f"#{name}", Input).value for name in _TEXTS},
            place=Place(self._chosen("place")),
            platforms=frozenset(one for one in Platform if self._is_on(f"platform-{one.value}")),
            allow_update=self._is_on("allow-update"),
            trust=TrustChoice(self._chosen("trust")),
            colour=self._chosen("colour"),
        )

    def _chosen(self, name: str) -> str:
        return self.query_one(f"#{name}", ChoiceLine).value

    def _is_on(self, name: str) -> bool:
        return self.query_one(f"#{name}", Toggle).value

    # What is wrong with it

    def show_mistakes(
        self, form: ConnectionForm, mistakes: Mapping[FormField, Mistake], fields: set[FormField]
    ) -> None:
        """Say what was found in some fields, and no longer what was put right in the others.

        Args:
            form: What was looked at; what has been typed since is not meant.
            mistakes: What was found in it.
            fields: Those that are to say it.
        """
        now = self.form
        for field in FormField:
            row = self._row(field)
            if getattr(now, field) != getattr(form, field) or not (field in fields or row.says_mistake):
                continue
            mistake = mistakes.get(field)
            row.say("" if mistake is None else mistake.sentence)
            if mistake is not None and mistake.corrected is not None:
                self.query_one(f"#{field}", Input).value = mistake.corrected
        self.reveal()

    def focus_field(self, field: FormField) -> None:
        """Give a field the focus."""
        self.query_one(f"#{field}").focus()

    def _row(self, field: FormField) -> FormRow:
        return self.query_one(f"#row-{field}", FormRow)

    # What follows from it

    @on(ChoiceLine.Changed)
    def _choice_changed(self, event: ChoiceLine.Changed) -> None:
        event.stop()
        self._show_fitting()
        # The same text may be right for one place, and wrong for another.
        self.post_message(self.Left(FormField.ADDRESS))

    @on(Toggle.Changed, "#allow-update")
    def _danger_changed(self) -> None:
        self._show_fitting()

    def _show_fitting(self) -> None:
        place = Place(self._chosen("place"))
        self.query_one(f"#{FormField.ADDRESS}", Input).placeholder = _ADDRESS_HINTS[place]
        self._row(FormField.ADDRESS).rename(_ADDRESS_LABELS[place])
        self._row(FormField.TRUST_FILE).display = self._chosen("trust") == TrustChoice.CA_FILE
        self.query_one("#danger").set_class(self._is_on("allow-update"), "-on")

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Tell which field was left."""
        name = event.widget.id
        if name is not None and name in set(FormField):
            self.post_message(self.Left(FormField(name)))
