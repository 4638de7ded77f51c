"""A saved connection, and what each of its keys may hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

from nxql_tui.wire.request import Platform

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DIRECT_WAY = "none"
"""What `proxy` holds where none is to be used, whatever the environment says."""

PRODUCTION_TAG = "production"
"""A connection with this tag looks dangerous even where nobody gave it a colour."""


class Colour(StrEnum):
    """What the first line is coloured with while a connection is in use."""

    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"
    GREEN = "green"
    CYAN = "cyan"
    BLUE = "blue"
    MAGENTA = "magenta"
    GREY = "grey"


class TrustSource(StrEnum):
    """What may vouch for an Engine's certificate, where it is not a CA file."""

    SYSTEM = "system"
    """This system's certificates, and no pin."""
    PINNED = "pinned"
    """The pinned certificate, and never this system's."""


@dataclass(frozen=True, slots=True)
class Connection:
    """A saved way to an Engine or to all Engines of a site; the password is never part of it."""

    name: str
    """What the user calls it; unique in the file."""
    address: str = ""
    """`HOST:PORT`, or whatever else the user would type; empty where there are several, or a Portal."""
    user: str = ""
    allow_update: bool = False
    """Whether `update` statements may be sent here."""
    last_used: datetime | None = None
    """With a time zone; None when it has never been used."""
    password_command: str | None = None
    """A program with its arguments whose first line of output is the password; None where it is kept elsewhere."""
    addresses: tuple[str, ...] = ()
    """Those of several Engines."""
    portal: str | None = None
    """The Portal that lists the Engines."""
    engines: tuple[tuple[str, str], ...] = ()
    """Name and address of those chosen last from several; none where nobody has chosen yet."""
    platforms: tuple[str, ...] = ()
    """The platforms that are switched on when somebody logs in; none leaves them as they are."""
    row_limit: int | None = None
    """A query without a limit of its own is sent with this one."""
    time_limit: int | float | None = None
    """Seconds that an answer may take."""
    proxy: str | None = None
    """`http://[USER@]HOST:PORT` or `socks5://…`; `none` goes straight; None does what the environment says."""
    trust: TrustSource | None = None
    """None takes the pinned certificate where there is one, else the system's."""
    ca_file: str | None = None
    """Certificates in PEM that vouch for this Engine's."""
    server_name: str | None = None
    """The name that the Engine's certificate holds where it is not the address, as behind `ssh -L`."""
    client_certificate: str | None = None
    """A file in PEM that says who we are to an Engine that asks for it."""
    client_key: str | None = None
    """The key to it, where it stands in a file of its own."""
    tags: tuple[str, ...] = ()
    """Words to find it by."""
    colour: Colour | None = None

    @property
    def is_production(self) -> bool:
        """Whether it is to look dangerous."""
        return any(tag.casefold() == PRODUCTION_TAG for tag in self.tags)

    @property
    def shown_colour(self) -> Colour | None:
        """Its colour, or that of danger."""
        return self.colour or (Colour.RED if self.is_production else None)

    @property
    def place(self) -> str:
        """Where it leads, in a few words."""
        if self.portal is not None:
            return f"Portal {self.portal}"
        return self.address or f"{len(self.addresses)} Engines"


PLACE_KEYS = ("address", "addresses", "portal")
"""Of these an entry holds exactly one."""


class WrongValue(ValueError):  # noqa: N818  the name says the state
    """A key holds what it may not; the message goes on after its name: `must be …`."""


_Reader: TypeAlias = "Callable[[Any], Any]"


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise WrongValue("must be a text.")
    return value


def _boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise WrongValue("must be true or false.")
    return value


def _moment(value: object) -> datetime:
    if not isinstance(value, datetime):
        raise WrongValue("must be a date with a time.")
    # One that is written by hand without a zone is taken as UTC.
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(one, str) and one for one in value):
        raise WrongValue('must be a list of texts, as in ["one", "two"].')
    return tuple(str(one) for one in value)


def _engines(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict) or not all(name and isinstance(one, str) and one for name, one in value.items()):
        raise WrongValue('must be a table of names and addresses, as in {"eu-1" = "eu-1.example.com:1671"}.')
    return tuple((str(name), str(address)) for name, address in value.items())


def _platforms(value: object) -> tuple[str, ...]:
    known = [platform.value for platform in Platform]
    texts = _texts(value)
    for text in texts:
        if text not in known:
            raise WrongValue(f"must be a list of platforms; there are {', '.join(known)}.")
    return tuple(dict.fromkeys(texts))


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise WrongValue("must be a whole number from 1 on.")
    return value


def _seconds(value: object) -> int | float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value < float("inf"):
        raise WrongValue("must be a number of seconds.")
    return value


def _proxy(value: object) -> str:
    text = _text(value)
    identity, at, _ = text.rpartition("://")[2].rpartition("@")
    if at and ":" in identity:
        raise WrongValue("holds a password. Passwords are not kept in this file: leave it out, and change it.")
    return text


def _one_of(kind: type[StrEnum]) -> _Reader:
    def read(value: object) -> StrEnum:
        try:
            return kind(str(value))
        except ValueError:
            raise WrongValue(f"must be one of {', '.join(kind)}.") from None

    return read


READERS: Mapping[str, _Reader] = {
    "address": _text,
    "addresses": _texts,
    "portal": _text,
    "engines": _engines,
    "user": _text,
    "platforms": _platforms,
    "row_limit": _count,
    "time_limit": _seconds,
    "proxy": _proxy,
    "trust": _one_of(TrustSource),
    "ca_file": _text,
    "server_name": _text,
    "client_certificate": _text,
    "client_key": _text,
    "tags": _texts,
    "colour": _one_of(Colour),
    "allow_update": _boolean,
    "password_command": _text,
    "last_used": _moment,
}
"""The keys of an entry in the order in which they are written, each with what makes its value of the file's."""
