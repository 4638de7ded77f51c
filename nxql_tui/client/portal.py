"""Asking a Portal for the Engines of its site (`reference/web_api.md` §7 [client])."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nxql_tui.client.account import ANSWER_TIMEOUT
from nxql_tui.client.address import PORTAL_ENGINES_PATH, EngineAddress, parse_address
from nxql_tui.client.errors import ClientError, NotLicensedError, RefusedError, UnexpectedStatusError
from nxql_tui.client.http import Outgoing
from nxql_tui.client.refusals import refuse_all_but_an_answer

if TYPE_CHECKING:
    from nxql_tui.client.account import Account
    from nxql_tui.client.http import Response
    from nxql_tui.client.transfer import Cancellation, Transfer

CONNECTED = "CONNECTED"
"""The status of an Engine that the Portal reaches [client]."""

_NOT_FOUND = 404
_LARGEST_LIST = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class PortalEngine:
    """An Engine as a Portal lists it."""

    name: str
    address: EngineAddress
    status: str
    """`CONNECTED`, or the Portal's own word for anything else."""

    @property
    def is_connected(self) -> bool:
        """Whether the Portal reaches it."""
        return self.status == CONNECTED


def list_engines(portal: Account, cancellation: Cancellation | None = None) -> tuple[PortalEngine, ...]:
    """The Engines that a Portal lists, in its order; those that it does not reach are among them.

    Raises:
        ClientError: There is no list.
    """

    def receive(_transfer: Transfer, response: Response) -> tuple[PortalEngine, ...]:
        try:
            refuse_all_but_an_answer(portal.address, response)
        except (RefusedError, NotLicensedError) as error:
            raise _no_access(portal, error) from None
        except UnexpectedStatusError as error:
            raise _no_list(portal, error) if error.status == _NOT_FOUND else error from None
        return _engines(portal, response.status, _body(response))

    return portal.within(ANSWER_TIMEOUT).exchange(
        Outgoing("GET", PORTAL_ENGINES_PATH, {"Accept": "application/json"}), receive, cancellation
    )


def _no_access(portal: Account, error: ClientError) -> ClientError:
    advice = "The account needs the right to read the Portal's configuration."
    return type(error)(f"The Portal {portal.address} refused the user or the password.", advice)


def _no_list(portal: Account, error: UnexpectedStatusError) -> UnexpectedStatusError:
    what = f"{portal.address} lists no Engines ({error.status}): it is no Portal."
    return UnexpectedStatusError(error.status, what, "An Engine is named by its own address, or with --engine.")


def _body(response: Response) -> bytes:
    body = b""
    for piece in response.body:
        body += piece
        if len(body) > _LARGEST_LIST:
            break
    return body


def _engines(portal: Account, status: int, body: bytes) -> tuple[PortalEngine, ...]:
    try:
        listed = json.loads(body)
    except (ValueError, RecursionError):
        # Brackets within brackets without an end meet the limit of the reader.
        listed = None
    if not isinstance(listed, list):
        raise UnexpectedStatusError(
            status,
            f"{portal.address} answers with something that is no list of Engines.",
            "Is this a Portal? An Engine is added by its own address.",
        )
    return tuple(engine for entry in listed if (engine := _engine(entry)) is not None)


def _engine(entry: Any) -> PortalEngine | None:
    """An entry of the list; None for one that names no address."""
    if not isinstance(entry, dict) or not isinstance(entry.get("address"), str):
        return None
    try:
        address = parse_address(entry["address"])
    except ClientError:
        return None
    name, status = entry.get("name"), entry.get("status")
    return PortalEngine(
        name if isinstance(name, str) and name else str(address), address, status if isinstance(status, str) else ""
    )
