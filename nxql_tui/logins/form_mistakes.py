"""What is wrong with the form of a connection: a sentence for each field at fault."""

from __future__ import annotations

import math
import re
import shlex
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from nxql_tui.accounts.connection import DIRECT_WAY
from nxql_tui.client.address import host_name, parse_address, parse_portal_address
from nxql_tui.client.errors import AddressError
from nxql_tui.client.route import parse_proxy
from nxql_tui.logins.connection_form import Place, TrustChoice, split_addresses

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from nxql_tui.client.address import EngineAddress
    from nxql_tui.logins.connection_form import ConnectionForm


class FormField(StrEnum):
    """The fields that can hold a mistake, from top to bottom; the values are those of `ConnectionForm`."""

    NAME = "name"
    ADDRESS = "address"
    USER = "user"
    PASSWORD_COMMAND = "password_command"  # noqa: S105  the name of a field
    ROW_LIMIT = "row_limit"
    TIME_LIMIT = "time_limit"
    PROXY = "proxy"
    TRUST_FILE = "ca_file"
    SERVER_NAME = "server_name"
    CLIENT_CERTIFICATE = "client_certificate"
    CLIENT_KEY = "client_key"


@dataclass(frozen=True, slots=True)
class Mistake:
    """Why the text of a field cannot be kept; it quotes no password."""

    sentence: str
    corrected: str | None = None
    """What is to stand in the field instead, where the text may not even be shown; None leaves it."""


_LONGEST_COUNT = 15
"""Digits of a row limit: no Engine holds as many rows, and every number of that length is written exactly."""

_SECONDS = re.compile(r"[0-9]{1,15}(\.[0-9]{1,400})?|[0-9]{1,309}")


def find_mistakes(form: ConnectionForm, taken: Collection[str]) -> Mapping[FormField, Mistake]:
    """The mistakes that can be seen without looking at a file, from top to bottom.

    Args:
        form: What is in the fields.
        taken: The names that other connections have.
    """
    found = {
        FormField.NAME: _name_mistake(form.name.strip(), taken),
        FormField.ADDRESS: _place_mistake(form),
        FormField.USER: _user_mistake(form.user.strip()),
        FormField.PASSWORD_COMMAND: _command_mistake(form.password_command),
        FormField.ROW_LIMIT: _count_mistake(form.row_limit.strip()),
        FormField.TIME_LIMIT: _seconds_mistake(form.time_limit.strip()),
        FormField.PROXY: _proxy_mistake(form.proxy.strip()),
        FormField.TRUST_FILE: _trust_mistake(form),
        FormField.SERVER_NAME: _server_name_mistake(form),
        FormField.CLIENT_KEY: _key_mistake(form),
    }
    return {field: mistake for field, mistake in found.items() if mistake is not None}


def _name_mistake(name: str, taken: Collection[str]) -> Mistake | None:
    if not name:
        return Mistake("The name is missing. Type what you want to call this connection.")
    if name in taken:
        return Mistake(f"There is a connection '{name}' already. Type another name.")
    return None


def _user_mistake(user: str) -> Mistake | None:
    if not user:
        return Mistake("The user is missing. Type the name that the Engine knows you by.")
    if ":" in user:
        return Mistake("A user name holds no ':', since the password begins there when it is sent. Take it out.")
    if not user.isprintable():
        return Mistake("The user name holds a character that is not seen. Type it again.")
    return None


def _place_mistake(form: ConnectionForm) -> Mistake | None:
    clean = ", ".join(map(_without_password, split_addresses(form.address)))
    if clean != ", ".join(split_addresses(form.address)):
        return Mistake("The address held a password, which was taken out. It is asked for when you connect.", clean)
    if form.place is Place.PORTAL:
        return _address_mistake(form.address, parse_portal_address, "Portal")
    if form.place is Place.ENGINES:
        return _addresses_mistake(split_addresses(form.address))
    if len(split_addresses(form.address)) > 1:
        return Mistake(f"These are several addresses. Choose '{Place.ENGINES}' above, or keep one of them.")
    return _address_mistake(form.address, parse_address, "Engine")


def _addresses_mistake(addresses: tuple[str, ...]) -> Mistake | None:
    if not addresses:
        return Mistake("The addresses are missing. Type them with commas or blanks between them.")
    known: set[EngineAddress] = set()
    for text in addresses:
        try:
            address = parse_address(text)
        except AddressError as error:
            return Mistake(f"{_quoted(text)}: {error}")
        if address in known:
            return Mistake(f"{address} stands there twice. Take one of them out.")
        known.add(address)
    return None


def _address_mistake(text: str, parse: Callable[[str], EngineAddress], kind: str) -> Mistake | None:
    if not text.strip():
        return Mistake(f"The {kind}'s address is missing. Type a host, or host:port.")
    try:
        parse(text)
    except AddressError as error:
        return Mistake(str(error))
    return None


def _quoted(text: str) -> str:
    """The beginning of an address, and nothing that could be a password."""
    return "An address" if "@" in text else f"'{text[:40]}'"


def _command_mistake(command: str) -> Mistake | None:
    try:
        shlex.split(command)
    except ValueError:
        return Mistake("A quote, or a backslash at the end, is left open. Close it.")
    return None


def _count_mistake(text: str) -> Mistake | None:
    if not text or (text.isascii() and text.isdigit() and len(text) <= _LONGEST_COUNT and int(text) > 0):
        return None
    return Mistake("A row limit is a whole number from 1 on, as in 1000. Empty, there is none.")


def _seconds_mistake(text: str) -> Mistake | None:
    if not text or (_SECONDS.fullmatch(text) and 0 < float(text) < math.inf):
        return None
    return Mistake("A time limit is a number of seconds above 0, as in 90 or 2.5. Empty, it is the usual one.")


def _proxy_mistake(text: str) -> Mistake | None:
    if not text or text.lower() == DIRECT_WAY:
        return None
    # Before all else: no later message may show what could be a password.
    clean = _without_password(text)
    if clean != text:
        return Mistake(
            "A proxy's password is not kept in a file, and was taken out. It is asked for when you connect.", clean
        )
    try:
        proxy = parse_proxy(text)
    except AddressError as error:
        return Mistake(str(error))
    if ":" in proxy.user:
        return Mistake("The proxy's user name holds a ':', which is where a password begins. Take it out.")
    return None


def _without_password(text: str) -> str:
    """An address as it was typed, without what stands between the user's colon and the last `@`."""
    scheme, separator, rest = text.partition("://")
    if not separator:
        scheme, rest = "", text
    identity, at, host = rest.rpartition("@")
    return f"{scheme}{separator}{identity.partition(':')[0]}{at}{host}"


def _trust_mistake(form: ConnectionForm) -> Mistake | None:
    if form.trust is TrustChoice.CA_FILE and not form.ca_file.strip():
        return Mistake("The CA file is missing. Type its path, or choose another trust.")
    return None


def _server_name_mistake(form: ConnectionForm) -> Mistake | None:
    name = form.server_name.strip()
    if not name:
        return None
    if form.place is not Place.ENGINE:
        return Mistake("A TLS name is that of one Engine. Give each of several a connection of its own.")
    try:
        host_name(name)
    except AddressError:
        return Mistake("This is no host name. Type the name that the Engine's certificate holds, without a port.")
    return None


def _key_mistake(form: ConnectionForm) -> Mistake | None:
    if form.client_key.strip() and not form.client_certificate.strip():
        return Mistake("A key belongs to a certificate. Type the path of the client certificate too.")
    return None
