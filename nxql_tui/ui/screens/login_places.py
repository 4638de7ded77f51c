"""A screen with the form of a login, and the places on this host where a password can be kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from nxql_tui.accounts.password_stores import Rung, SessionStore, find_rungs
from nxql_tui.ui.background import run_in_background
from nxql_tui.ui.screens.patient_screen import PatientScreen
from nxql_tui.ui.screens.sized_screen import SizedScreen
from nxql_tui.ui.widgets.login_form import LoginFormPane

if TYPE_CHECKING:
    from collections.abc import Callable

    from nxql_tui.paths import Paths


class LoginPlaces(SizedScreen[None], PatientScreen[None]):
    """Looks for the places beside the screen; what needs them waits until they are known."""

    @dataclass
    class RungsFound(Message):
        """The places are known."""

        rungs: tuple[Rung, ...]

    def __init__(self, paths: Paths, session_store: SessionStore, *, kernel_keyring_hours: int) -> None:
        super().__init__()
        self.paths = paths
        self.session_store = session_store
        """Keeps passwords until the program ends."""
        self._kernel_keyring_hours = kernel_keyring_hours
        self._waiting: list[Callable[[], object]] = []
        """What is done when the places are known, in order."""

    @property
    def form(self) -> LoginFormPane:
        """What the user fills in."""
        return self.query_one(LoginFormPane)

    def on_mount(self) -> None:
        """Look for a keyring."""
        run_in_background(self._find_rungs, "find-keyrings")

    def _find_rungs(self) -> None:
        self.post_message(self.RungsFound(find_rungs(self._kernel_keyring_hours)))

    @on(RungsFound)
    def _show_rungs(self, event: RungsFound) -> None:
        # The session's own is that of the whole app: it keeps what earlier logins gave it.
        own = Rung(self.session_store, self.session_store.title)
        self.form.places.show(tuple(own if isinstance(rung.store, SessionStore) else rung for rung in event.rungs))
        self.form.rest()
        waiting, self._waiting = self._waiting, []
        for do in waiting:
            do()

    def when_places_are_known(self, do: Callable[[], object]) -> None:
        """Do something as soon as the places were found: in which one a password is, nobody knows before."""
        if self.form.places.is_looking:
            self._waiting.append(do)
            self.form.tell("Looking for passwords…")
        else:
            do()
