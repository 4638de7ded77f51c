"""Why a proxy did not bring us to an Engine, in words a person can act on."""

from __future__ import annotations

import re
import socket
from typing import TYPE_CHECKING

from nxql_tui.client.errors import ProxyError, ProxyRefusedError, TimedOutError
from nxql_tui.client.route import ProxyScheme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nxql_tui.client.address import EngineAddress
    from nxql_tui.client.errors import ClientError
    from nxql_tui.client.route import Proxy

_WANTS_US_KNOWN = ("407", "USERNAME", "Invalid username", "NO ACCEPTABLE")
"""In the library's words for a proxy that does not know us, of either kind."""


def explain_reaching_proxy(proxy: Proxy, causes: Sequence[BaseException], patience: float) -> ClientError:
    """Why the proxy itself was not reached."""
    for cause in causes:
        if isinstance(cause, socket.gaierror):
            return ProxyError(f"No host '{proxy.host}' is found for the proxy {proxy}.", _look_at(proxy))
        if isinstance(cause, ConnectionRefusedError):
            return ProxyError(f"The proxy {proxy} refuses the connection: nothing listens there.", _look_at(proxy))
        if isinstance(cause, TimeoutError):
            return proxy_does_not_answer(proxy, patience)
    return ProxyError(f"There is no connection to the proxy {proxy}.", _look_at(proxy))


def proxy_does_not_answer(proxy: Proxy, patience: float) -> ClientError:
    """Silence of a proxy, before or after it has let us in."""
    return TimedOutError(f"The proxy {proxy} does not answer within {patience:g} seconds.", _look_at(proxy))


def explain_tunnel(proxy: Proxy, address: EngineAddress, said: str) -> ClientError:
    """Why a proxy that was reached did not let us through; `said` is the library's word for it, empty for none."""
    if any(word in said for word in _WANTS_US_KNOWN):
        return _wants_us_known(proxy)
    status = re.match(r"[1-5]\d\d", said)
    if status is not None and status[0] in ("502", "503", "504"):
        return ProxyError(
            f"The proxy {proxy} does not reach {address} ({status[0]}).", "Is the address right, as the proxy sees it?"
        )
    if status is not None:
        return ProxyError(
            f"The proxy {proxy} does not let us through to {address} ({status[0]}).",
            "Ask its owner to allow this host and port, or set another proxy for this connection.",
        )
    if "could not connect" in said:
        reason = said.partition("could not connect:")[2].strip(" .")
        return ProxyError(
            f"The proxy {proxy} does not reach {address}: {reason.lower() or 'it does not say why'}.",
            "Is the address right, as the proxy sees it?",
        )
    kind = "SOCKS 5" if proxy.scheme is ProxyScheme.SOCKS5 else "HTTP"
    return ProxyError(
        f"{proxy.authority} is no {kind} proxy: what it answers is something else, or nothing.",
        "Is its port right, and its kind: http:// or socks5://?",
    )


def _wants_us_known(proxy: Proxy) -> ProxyRefusedError:
    if proxy.user:
        return ProxyRefusedError(
            f"The proxy {proxy} refused the user '{proxy.user}' or the password.", "Type the proxy's password anew."
        )
    return ProxyRefusedError(
        f"The proxy {proxy} wants a user and a password.",
        f"Name the user in the proxy's address: {proxy.scheme}://USER@{proxy.authority}.",
    )


def _look_at(proxy: Proxy) -> str:
    return f'Is {proxy.authority} the right proxy for this connection? Without one, write proxy = "none".'
