"""A saved connection as the texts and choices of a form, and back; nothing here reads a file or draws."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from nxql_tui.accounts.connection import DIRECT_WAY, Colour, Connection, TrustSource
from nxql_tui.visible_text import visible_line
from nxql_tui.wire.request import Platform

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Place(StrEnum):
    """What a connection leads to, in the words of the choice."""

    ENGINE = "Engine"
    ENGINES = "several Engines"
    PORTAL = "Portal"


class TrustChoice(StrEnum):
    """What may vouch for an Engine's certificate, in the words of the choice."""

    EITHER = "pinned, else the system's"
    SYSTEM = "the system's only"
    PINNED = "pinned only"
    CA_FILE = "CA file"


NO_COLOUR = "none"
"""The word for a connection without a colour."""

_TRUST_CHOICES = {
    None: TrustChoice.EITHER,
    TrustSource.SYSTEM: TrustChoice.SYSTEM,
    TrustSource.PINNED: TrustChoice.PINNED,
}
_TRUST_SOURCES = {
    TrustChoice.EITHER: None,
    TrustChoice.SYSTEM: TrustSource.SYSTEM,
    TrustChoice.PINNED: TrustSource.PINNED,
    TrustChoice.CA_FILE: None,
}


@dataclass(frozen=True, slots=True)
class ConnectionForm:
    """What the form holds, mistakes included; an empty text says nothing."""

    name: str = ""
    place: Place = Place.ENGINE
    address: str = field(default="", repr=False)
    """One or several, and which of it they are `place` tells: switching it loses nothing that was typed."""
    user: str = ""
    password_command: str = field(default="", repr=False)
    platforms: frozenset[str] = frozenset()
    row_limit: str = ""
    time_limit: str = ""
    allow_update: bool = False
    proxy: str = field(default="", repr=False)
    """Until it is looked at it may hold a password; that is why no `repr` shows it."""
    trust: TrustChoice = TrustChoice.EITHER
    ca_file: str = ""
    """Counts only where `trust` asks for it."""
    server_name: str = ""
    client_certificate: str = ""
    client_key: str = ""
    tags: str = ""
    """Separated by commas: a tag may hold blanks."""
    colour: str = NO_COLOUR


def form_of(connection: Connection | None) -> ConnectionForm:
    """How a connection looks in the form; None is one that nobody has said anything of."""
    if connection is None:
        return ConnectionForm()
    return ConnectionForm(
        name=visible_line(connection.name),
        place=_place(connection),
        address=visible_line(connection.portal or connection.address or ", ".join(connection.addresses)),
        user=visible_line(connection.user),
        password_command=_shown(connection.password_command),
        platforms=frozenset(connection.platforms),
        row_limit="" if connection.row_limit is None else str(connection.row_limit),
        time_limit="" if connection.time_limit is None else _seconds_text(connection.time_limit),
        allow_update=connection.allow_update,
        proxy=_shown(connection.proxy),
        trust=TrustChoice.CA_FILE if connection.ca_file is not None else _TRUST_CHOICES[connection.trust],
        ca_file=_shown(connection.ca_file),
        server_name=_shown(connection.server_name),
        client_certificate=_shown(connection.client_certificate),
        client_key=_shown(connection.client_key),
        tags=visible_line(", ".join(connection.tags)),
        colour=connection.colour or NO_COLOUR,
    )


def read_form(form: ConnectionForm, before: Connection | None) -> Connection:
    """The connection that a form without mistakes describes.

    What nobody has touched stays as it was to the letter, also where the form cannot show all of it: the order of
    platforms, a tag with a comma, a control character, when it was last used.
    """
    shown = form_of(before)
    values: dict[str, Any] = {}
    for names, read in _PARTS:
        if before is None or any(getattr(form, name) != getattr(shown, name) for name in names):
            values.update(read(form))
    return replace(before or Connection(""), **values)


def split_addresses(text: str) -> tuple[str, ...]:
    """The addresses of a text, separated by blanks or commas."""
    return tuple(address for address in re.split(r"[\s,]+", text) if address)


def _place(connection: Connection) -> Place:
    if connection.portal is not None:
        return Place.PORTAL
    return Place.ENGINES if connection.addresses else Place.ENGINE


def _shown(text: str | None) -> str:
    """A text as a terminal may show it: an input sends what it holds as it is."""
    return visible_line(text or "")


def _seconds_text(seconds: int | float) -> str:
    """A number without an exponent that is read back as the same number of the same type."""
    text = f"{Decimal(repr(seconds)):f}"
    return text if isinstance(seconds, int) or "." in text else f"{text}.0"


_Part: TypeAlias = "Callable[[ConnectionForm], Mapping[str, Any]]"


def _read_place(form: ConnectionForm) -> Mapping[str, Any]:
    return {
        "address": form.address.strip() if form.place is Place.ENGINE else "",
        "addresses": split_addresses(form.address) if form.place is Place.ENGINES else (),
        "portal": form.address.strip() if form.place is Place.PORTAL else None,
        # They were chosen from those of another place.
        "engines": (),
    }


def _read_trust(form: ConnectionForm) -> Mapping[str, Any]:
    is_by_file = form.trust is TrustChoice.CA_FILE
    return {"trust": _TRUST_SOURCES[form.trust], "ca_file": _path(form.ca_file) if is_by_file else None}


def _read_proxy(form: ConnectionForm) -> Mapping[str, Any]:
    text = form.proxy.strip()
    return {"proxy": DIRECT_WAY if text.lower() == DIRECT_WAY else text or None}


def _read_time_limit(form: ConnectionForm) -> Mapping[str, Any]:
    text = form.time_limit.strip()
    return {"time_limit": None if not text else float(text) if "." in text else int(text)}


def _read_tags(form: ConnectionForm) -> Mapping[str, Any]:
    tags = (" ".join(tag.split()) for tag in form.tags.split(","))
    return {"tags": tuple(dict.fromkeys(tag for tag in tags if tag))}


def _path(text: str) -> str | None:
    """A path that leads to the same file from every folder."""
    path = text.strip()
    if not path:
        return None
    return path if path.startswith("~") or Path(path).is_absolute() else str(Path(path).absolute())


def _text(name: str) -> tuple[tuple[str, ...], _Part]:
    return (name,), lambda form: {name: getattr(form, name).strip()}


def _text_or_none(name: str) -> tuple[tuple[str, ...], _Part]:
    return (name,), lambda form: {name: getattr(form, name).strip() or None}


def _file(name: str) -> tuple[tuple[str, ...], _Part]:
    return (name,), lambda form: {name: _path(getattr(form, name))}


_PARTS: tuple[tuple[tuple[str, ...], _Part], ...] = (
    _text("name"),
    (("place", "address"), _read_place),
    _text("user"),
    _text_or_none("password_command"),
    (("platforms",), lambda form: {"platforms": tuple(one.value for one in Platform if one in form.platforms)}),
    (("row_limit",), lambda form: {"row_limit": int(form.row_limit) if form.row_limit.strip() else None}),
    (("time_limit",), _read_time_limit),
    (("allow_update",), lambda form: {"allow_update": form.allow_update}),
    (("proxy",), _read_proxy),
    (("trust", "ca_file"), _read_trust),
    _text_or_none("server_name"),
    _file("client_certificate"),
    _file("client_key"),
    (("tags",), _read_tags),
    (("colour",), lambda form: {"colour": None if form.colour == NO_COLOUR else Colour(form.colour)}),
)
"""What in the form makes what in the connection."""
