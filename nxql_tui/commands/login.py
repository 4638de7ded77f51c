"""From the options of the command line to a client that may ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.client.engine_client import EngineClient
from nxql_tui.commands.engine_choice import check_usage, choose_engine
from nxql_tui.commands.passwords import find_password, given_password
from nxql_tui.commands.trust_choice import choose_trust
from nxql_tui.settings import settings_or_defaults
from nxql_tui.wire.credentials import Credential

if TYPE_CHECKING:
    from nxql_tui.commands.engine_choice import LoginOptions
    from nxql_tui.paths import Paths

CONNECT_TIMEOUT = 10.0
"""Seconds that reaching an Engine may take."""


@dataclass(frozen=True)
class Login:
    """An Engine that can be asked."""

    client: EngineClient
    user: str
    allow_update: bool
    """Whether the saved connection lets `update` statements through."""


def log_in(options: LoginOptions, paths: Paths) -> Login:
    """Make a client; the Engine is met only where its fingerprint has to be compared.

    Raises:
        click.UsageError: The options do not name exactly one Engine and its user.
        CommandError, ClientError, ConnectionsFileError, KnownEnginesError, PasswordSourceError: As their trees say.
    """
    check_usage(options)
    chosen = choose_engine(options, paths)
    connect_timeout = min(CONNECT_TIMEOUT, options.timeout or CONNECT_TIMEOUT)
    # Trust first: nobody types a password for an Engine that is then not trusted.
    trust = choose_trust(chosen.address, options.ca_file, options.fingerprint, connect_timeout, paths)
    settings, _ = settings_or_defaults(paths.settings)
    password = given_password(options.password_command) or find_password(chosen, settings.kernel_keyring_hours)
    client = EngineClient(
        chosen.address,
        Credential(chosen.user, password),
        trust,
        connect_timeout=connect_timeout,
        overall_timeout=options.timeout,
    )
    return Login(client, chosen.user, chosen.allow_update)
