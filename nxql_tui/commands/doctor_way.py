"""The way that `doctor` looks at: by the same steps as those of `query`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from nxql_tui.commands.engine_choice import choose_engine
from nxql_tui.commands.errors import CommandError, WrongSettings
from nxql_tui.commands.login import connect_timeout, find_route, make_client
from nxql_tui.commands.trust_choice import choose_trust
from nxql_tui.doctor.network import Destination
from nxql_tui.doctor.way import PATIENCE, NoLogin, Way
from nxql_tui.settings import settings_or_defaults

if TYPE_CHECKING:
    from nxql_tui.client.engine_client import EngineClient
    from nxql_tui.client.trust import Trust
    from nxql_tui.commands.engine_choice import EngineChoice, LoginOptions
    from nxql_tui.paths import Paths


def named_way(options: LoginOptions, paths: Paths) -> Way:
    """The way to the Engine that the options name; nothing is read or sent yet."""
    steps = _Steps(options, paths)
    return Way(
        _name(options),
        steps.find,
        steps.choose_trust,
        steps.log_in,
        understood=(CommandError, click.UsageError),
        patience=min(PATIENCE, options.timeout or PATIENCE),
    )


def _name(options: LoginOptions) -> str:
    return " ▸ ".join(name for name in (options.connection, options.engine) if name)


class _Steps:
    """What `query` does before it asks, one step at a time."""

    def __init__(self, options: LoginOptions, paths: Paths) -> None:
        self._options = options
        self._paths = paths
        self._settings, _ = settings_or_defaults(paths.settings)

    def find(self) -> Destination:
        chosen = self._chosen()
        return Destination(
            chosen.address, find_route(chosen.address, chosen.connection, self._settings.kernel_keyring_hours)
        )

    def choose_trust(self, to: Destination) -> Trust:
        chosen = self._chosen()
        return choose_trust(self._options, chosen, to.route, connect_timeout(self._options, chosen), self._paths)

    def log_in(self, to: Destination, trust: Trust) -> EngineClient:
        chosen = self._chosen()
        if not chosen.user:
            raise NoLogin("No user is named. Give --user NAME to go on.")
        try:
            return make_client(self._options, chosen, to.route, trust, self._settings)
        except WrongSettings as error:
            raise NoLogin(str(error)) from None

    def _chosen(self) -> EngineChoice:
        return choose_engine(self._options, self._paths)
