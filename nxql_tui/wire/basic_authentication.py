"""HTTP Basic authentication, as the Web API demands it (`reference/web_api.md` §1 [doc])."""

from __future__ import annotations

import base64
import binascii

from nxql_tui.wire.credentials import Credential, Secret

CHALLENGE = 'Basic realm="Nexthink"'
"""The `WWW-Authenticate` of a 401; the realm's name is [inferred]."""

_SCHEME = "basic"


class MalformedAuthorization(ValueError):  # noqa: N818  the name says the state
    """An `Authorization` header is not of the Basic scheme or cannot be decoded."""


def to_header(credential: Credential) -> str:
    """The value of the `Authorization` header, in UTF-8.

    Raises:
        ValueError: The user name holds a colon, which ends a name there.
    """
    if ":" in credential.user:
        raise ValueError("a user name cannot hold a colon")
    pair = f"{credential.user}:{credential.password.reveal()}".encode()
    return f"Basic {base64.b64encode(pair).decode('ascii')}"


def from_header(value: str) -> Credential:
    """The credential in an `Authorization` header; text that is not UTF-8 is read as latin-1.

    Raises:
        MalformedAuthorization: It is of another scheme, or cannot be decoded.
    """
    scheme, _, encoded = value.strip().partition(" ")
    if scheme.lower() != _SCHEME:
        raise MalformedAuthorization("the scheme is not Basic")
    try:
        pair = base64.b64decode(encoded.strip(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise MalformedAuthorization("it is not base64") from error
    try:
        text = pair.decode()
    except UnicodeDecodeError:
        text = pair.decode("latin-1")
    user, colon, password = text.partition(":")
    if not colon:
        raise MalformedAuthorization("there is no colon between user and password")
    return Credential(user, Secret(password))
