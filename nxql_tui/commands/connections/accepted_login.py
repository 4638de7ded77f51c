"""A login from the command line: proved at the Engines, and kept as the explorer keeps one."""

from __future__ import annotations

import os
import shlex
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from nxql_tui.accounts.connections import ConnectionsFileError
from nxql_tui.client.errors import ClientError
from nxql_tui.client.portal import CONNECTED
from nxql_tui.commands.connections.each import each_engine
from nxql_tui.commands.terminal import say
from nxql_tui.commands.trust_choice import telling_whom_to_trust
from nxql_tui.logins.identity import password_place
from nxql_tui.logins.route import proxy_place, route_to
from nxql_tui.logins.saved import note_login
from nxql_tui.logins.trust import expiry_warning

if TYPE_CHECKING:
    from nxql_tui.client.account import Account
    from nxql_tui.commands.caller import Caller, FoundEngine
    from nxql_tui.commands.connections.password_keeper import PasswordKeeper
    from nxql_tui.commands.exit_codes import ExitCode


def log_in_and_keep(caller: Caller, keeper: PasswordKeeper | None) -> ExitCode:
    """Log in to the Engines of a connection one after the other, and keep the password when one has accepted it.

    Args:
        caller: Who calls on them.
        keeper: None where the password comes from the connection's own command every time.

    Returns:
        The exit code: 8 when some failed; when all did, that of the first.

    Raises:
        ClientError: There is no Engine, or only one, and it failed.
        CommandError, KnownEnginesError, PasswordSourceError: What is wrong for one is wrong for all.
    """
    accepted: list[Account] = []
    code = each_engine(_reached(caller), lambda engine: accepted.append(_log_in(caller, engine)))
    if accepted:
        _note(caller)
        _keep(caller, accepted[0], keeper)
    return code


def _reached(caller: Caller) -> list[FoundEngine]:
    """The Engines of the connection, but for those that its Portal does not reach.

    Raises:
        ClientError: None is left.
    """
    engines = caller.engines()
    reached = [engine for engine in engines if engine.status in (None, CONNECTED)]
    names = ", ".join(engine.name for engine in engines if engine not in reached)
    if not reached:
        why = f"Its Portal does not reach {names}." if names else "Its Portal lists none."
        raise ClientError(f"The connection '{caller.connection.name}' leads to no Engine. {why}")
    if names:
        say(f"Not asked, for the Portal does not reach them: {names}.")
    return reached


def _log_in(caller: Caller, engine: FoundEngine) -> Account:
    with telling_whom_to_trust(*caller.words_for(engine.address)):
        server = caller.meet(engine.address)
        account = caller.account(server)
        caller.check_login(account)
    say(f"{engine.name} accepts {account.credential.user}.")
    warning = expiry_warning(server.certificate.der, engine.address, datetime.now(UTC))
    if warning is not None:
        say(warning)
    return account


def _note(caller: Caller) -> None:
    """Let the connection stand first in the lists."""
    try:
        note_login(caller.paths.connections, caller.connection.name, datetime.now(UTC))
    except ConnectionsFileError as error:
        say(f"When it was used is not written down: {error}")


def _keep(caller: Caller, account: Account, keeper: PasswordKeeper | None) -> None:
    connection = caller.connection
    if keeper is None:
        say(f"No password is kept: the password command of '{connection.name}' gives it every time.")
        return
    credential = account.credential
    keeper.keep(str(password_place(connection, account.address)), credential.user, credential.password)
    _keep_for_proxy(caller, account, keeper)
    way_back = f"nxql-tui connections forget {shlex.quote(connection.name)}"
    say(f"The password is kept in: {keeper.where}. To forget it: {way_back}")


def _keep_for_proxy(caller: Caller, account: Account, keeper: PasswordKeeper) -> None:
    """Keep the password of a proxy as well; not one that its address in the environment holds."""
    named, told = route_to(account.address, caller.connection, os.environ).proxy, account.route.proxy
    if named is None or named.password is not None or told is None or told.password is None:
        return
    keeper.keep(proxy_place(told), told.user, told.password)
