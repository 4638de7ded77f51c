"""Trying whether Engines answer: reached, trusted, logged in, and how fast."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.client.certificate import describe_certificate
from nxql_tui.client.errors import ClientError, NotTrustedError
from nxql_tui.client.probe import probe_certificate
from nxql_tui.client.trust import CaFileTrust, PinnedTrust
from nxql_tui.commands.connections.each import each_engine
from nxql_tui.commands.exit_codes import ExitCode
from nxql_tui.commands.interruption import interruptibly
from nxql_tui.commands.standard_output import print_text
from nxql_tui.commands.terminal import say
from nxql_tui.commands.trust_choice import telling_whom_to_trust
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nxql_tui.client.account import Account
    from nxql_tui.commands.caller import Caller, FoundEngine, TrustedServer


def try_engines(caller: Caller, engines: Sequence[FoundEngine]) -> ExitCode:
    """Try one after the other, print what came of each, and say what went wrong; the others are tried all the same.

    Raises:
        ClientError: There is only one, and it failed.
        CommandError, KnownEnginesError, PasswordSourceError: What is wrong for one is wrong for all.
    """
    if not engines:
        say(f"The connection '{caller.connection.name}' leads to no Engine: its Portal lists none.")
        return ExitCode.NO_ANSWER
    return each_engine(engines, lambda engine: _Trial(caller, engine).run())


@dataclass(frozen=True)
class _Trial:
    """One Engine; its methods print a line for each step that holds, and one for the step that does not."""

    caller: Caller
    engine: FoundEngine

    def run(self) -> None:
        """Take all steps.

        Raises:
            ClientError: One of them does not hold.
        """
        named = [self.engine.name, str(self.engine.address), self.engine.status or ""]
        print_text(visible_line("  ".join(text for text in dict.fromkeys(named) if text)))
        self._reach()
        connection = self.caller.connection
        with telling_whom_to_trust(connection.name, None if connection.address else str(self.engine.address)):
            try:
                server = self.caller.meet(self.engine.address)
                _print("certificate", _voucher(server))
                self._log_in(self.caller.account(server))
            except NotTrustedError as error:
                _print("certificate", f"not trusted: {error.reason}")
                raise

    def _reach(self) -> None:
        address = self.engine.address
        try:
            route = self.caller.route(address)
            interruptibly(lambda stop: probe_certificate(address, cancellation=stop, route=route))
        except ClientError as error:
            _print("reached", "yes, but by no TLS" if error.was_reached else "no")
            raise
        _print("reached", "directly" if route.proxy is None else f"through the proxy {route.proxy}")

    def _log_in(self, account: Account) -> None:
        user = account.credential.user
        started = time.monotonic()
        try:
            self.caller.check_login(account)
        except ClientError:
            _print("login", f"{user}: no")
            raise
        milliseconds = (time.monotonic() - started) * 1000
        _print("login", user)
        _print("time", f"{milliseconds:.0f} ms from the first contact to the answer")


def _print(step: str, what: str) -> None:
    print_text(f"  {step:<11}  {visible_line(what)}")


def _voucher(server: TrustedServer) -> str:
    """Until when a certificate is valid, and what vouches for it."""
    match server.trust:
        case PinnedTrust(allow_expired=True):
            vouched = "pinned, its last day does not count"
        case PinnedTrust():
            vouched = "pinned"
        case CaFileTrust(path):
            vouched = f"vouched for by {path}"
        case _:
            vouched = "trusted by this system"
    said = describe_certificate(server.certificate.der)
    return vouched if said is None else f"until {said.valid_until:%Y-%m-%d}, {vouched}"
