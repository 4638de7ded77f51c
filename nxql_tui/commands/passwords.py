"""Where `query` takes a password from; never from its arguments."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from nxql_tui.accounts.password_sources import PASSWORD_VARIABLE, password_from_command, password_from_environment
from nxql_tui.accounts.password_stores import find_rungs
from nxql_tui.commands.errors import WrongSettings
from nxql_tui.commands.terminal import ask_secret, has_terminal, say
from nxql_tui.logins.identity import password_place
from nxql_tui.logins.passwords import stored_password
from nxql_tui.logins.route import PROXY_PASSWORD_VARIABLE, proxy_place

if TYPE_CHECKING:
    from nxql_tui.client.route import Proxy
    from nxql_tui.commands.engine_choice import EngineChoice
    from nxql_tui.wire.credentials import Secret

_log = logging.getLogger(__name__)

_HOW_TO_GIVE_ONE = (
    f"Give --password-command or the variable {PASSWORD_VARIABLE}; without a terminal nobody can be asked."
)


def given_password(command: str | None) -> Secret | None:
    """The password of `--password-command`, else of the environment.

    Raises:
        PasswordSourceError: The command gives none.
    """
    return password_from_command(command) if command is not None else password_from_environment()


def find_password(chosen: EngineChoice, kernel_keyring_hours: int) -> Secret:
    """The password kept for a connection, by its own command or in a store, or that of a person at the terminal.

    Raises:
        PasswordSourceError: The command gives none.
        WrongSettings: There is none anywhere.
    """
    if chosen.password_command is not None:
        return password_from_command(chosen.password_command)
    address, user = str(password_place(chosen.connection, chosen.address)), chosen.user
    password, reasons = _stored(address, user, kernel_keyring_hours)
    if password is not None:
        return password
    if has_terminal():
        for reason in reasons:
            _log.warning("%s", reason)
            say(reason)
        return _typed(address, user)
    missing = f"There is no password for {user} at {address}. {_HOW_TO_GIVE_ONE}"
    raise WrongSettings(missing + "".join(f" {reason}" for reason in reasons))


def new_password(chosen: EngineChoice) -> Secret:
    """The password of a connection whatever is kept of it: by its own command, or of a person at the terminal.

    Raises:
        PasswordSourceError: The command gives none.
        WrongSettings: Nobody can be asked, or nothing was typed.
    """
    if chosen.password_command is not None:
        return password_from_command(chosen.password_command)
    address, user = str(password_place(chosen.connection, chosen.address)), chosen.user
    if has_terminal():
        return _typed(address, user)
    raise WrongSettings(f"No password of {user} at {address} is given. {_HOW_TO_GIVE_ONE}")


def find_proxy_password(proxy: Proxy, kernel_keyring_hours: int) -> Secret | None:
    """The password of the user that a proxy is told: in its address, of the environment, kept, or a person's.

    None where there is none.
    """
    given = proxy.password or password_from_environment(PROXY_PASSWORD_VARIABLE)
    if given is not None:
        return given
    stores = [rung.store for rung in find_rungs(kernel_keyring_hours) if rung.store is not None]
    kept = stored_password(proxy_place(proxy), proxy.user, stores).password
    if kept is None and has_terminal():
        kept = ask_secret(f"Password of {proxy.user} at the proxy {proxy.authority}: ")
    return kept


def _typed(address: str, user: str) -> Secret:
    password = ask_secret(f"Password of {user} at {address}: ")
    if password is None:
        raise WrongSettings("No password was typed.")
    return password


def _stored(address: str, user: str, kernel_keyring_hours: int) -> tuple[Secret | None, list[str]]:
    """The stored password, or why no store could be asked, in sentences."""
    rungs = find_rungs(kernel_keyring_hours)
    stored = stored_password(address, user, [rung.store for rung in rungs if rung.store is not None])
    if stored.password is not None:
        return stored.password, []
    unusable = [f"{rung.title}: {rung.reason.removesuffix('.')}." for rung in rungs if rung.store is None]
    return None, [*unusable, *map(str, stored.failures)]
