"""The passwords that a login needs, found once however many Engines it is for."""

from __future__ import annotations

from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

from nxql_tui.accounts.password_sources import (
    PasswordSourceError,
    password_from_command,
    password_from_environment,
)
from nxql_tui.logins.identity import password_place
from nxql_tui.logins.passwords import stored_password
from nxql_tui.logins.route import PROXY_PASSWORD_VARIABLE, proxy_place

if TYPE_CHECKING:
    from collections.abc import Callable

    from nxql_tui.accounts.connections import Connection
    from nxql_tui.client.address import EngineAddress
    from nxql_tui.client.route import Proxy
    from nxql_tui.ui.login_outcomes import LoginForm
    from nxql_tui.wire.credentials import Secret


class LoginSecrets:
    """Any thread may ask; a command is run by one of them, and a place is asked by one."""

    def __init__(self, form: LoginForm, connection: Connection | None) -> None:
        self._lock = Lock()
        self._form = form
        self._connection = connection
        self._kept: Secret | None = None
        self._failure: PasswordSourceError | None = None
        self.is_missing = False
        """Whether somebody has asked for a password, and there is none."""

    @property
    def form(self) -> LoginForm:
        """The form of the login, with what the command has printed: it is not run again for the same login."""
        return self._form

    @property
    def command(self) -> str | None:
        """What the connection has for getting its own user's password."""
        saved = self._connection
        return None if saved is None or saved.user != self._form.user else saved.password_command

    @property
    def known(self) -> Secret | None:
        """The password, where it has been found; nobody is asked for it."""
        typed = self._form.password
        return typed if typed.reveal() else self._form.command_password or self._kept

    def password(self, address: EngineAddress, look: Callable[[], object]) -> Secret | None:
        """The one typed, or that the connection's own command prints, or that some place keeps, or the environment's.

        The last comes last: it is one for all connections, and what was kept is for this one.

        Args:
            address: Who is to get it.
            look: Raises what is to be raised where that server is not trusted.

        Raises:
            ClientError: A command would be run for a server that is not trusted.
            PasswordSourceError: The command prints none.
            PasswordStoreError: None is found, and a place could not be asked.
        """
        if self._form.password.reveal():
            return self._form.password
        if self._form.command_password is None and self.command is not None:
            # It may ask a person: for nobody who is not trusted.
            look()
        with self._lock:
            if self._form.command_password is None and self.command is not None:
                self._form = replace(self._form, command_password=self._printed(self.command))
            if self._form.command_password is None and self._kept is None:
                self._kept = self._found(address)
            return self.known

    def proxy_password(self, proxy: Proxy) -> Secret | None:
        """The one typed for a proxy, or that its address holds, or that is kept, or the environment's."""
        typed = self._form.proxy_password or proxy.password
        kept = typed or stored_password(proxy_place(proxy), proxy.user, self._form.stores).password
        return kept or password_from_environment(PROXY_PASSWORD_VARIABLE)

    def _printed(self, command: str) -> Secret:
        if self._failure is not None:
            raise self._failure
        try:
            return password_from_command(command)
        except PasswordSourceError as error:
            self._failure = error
            raise

    def _found(self, address: EngineAddress) -> Secret | None:
        form = self._form
        stored = stored_password(str(password_place(self._connection, address)), form.user, form.stores)
        password = stored.password or password_from_environment()
        if password is None and stored.failures:
            raise stored.failures[0]
        self.is_missing = password is None
        return password
