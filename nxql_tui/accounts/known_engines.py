"""The certificates a user has pinned: one line an Engine, like SSH's known_hosts.

```
# comments stay
engine-1.example.com:1671 MIIC…    (the certificate, DER in base64)
engine-2.example.com:1671 MIIC… expired-too    (it is let through after its last day as well)
```
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nxql_tui.private_files import write_private

if TYPE_CHECKING:
    from pathlib import Path

_DER_SEQUENCE = 0x30
"""Every certificate begins with this byte."""
_KEEP_BYTES = "surrogateescape"
"""Lines that are not UTF-8 are written back as they were."""


_EXPIRED_TOO = "expired-too"
"""Stands behind a certificate that somebody trusts outside its dates as well."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A certificate that somebody has compared."""

    der: bytes = field(repr=False)
    allow_expired: bool = False
    """Whether it is let through outside its dates too."""


class KnownEnginesError(Exception):
    """The file of pinned certificates cannot be used; nothing is trusted in its stead."""


def load_pin(path: Path, address: str) -> Pin | None:
    """The certificate pinned for an Engine; None when it has none.

    Raises:
        KnownEnginesError: The file cannot be read, or the Engine's line is damaged.
    """
    for number, line in enumerate(_lines(path), start=1):
        if _is_about(line, address):
            return _pin(path, number, line)
    return None


def count_pins(path: Path) -> int:
    """How many Engines have a pinned certificate.

    Raises:
        KnownEnginesError: The file cannot be read, or a line is damaged.
    """
    pins = [
        _pin(path, number, line)
        for number, line in enumerate(_lines(path), start=1)
        if line.split() and not line.lstrip().startswith("#")
    ]
    return len(pins)


def save_pin(path: Path, address: str, pin: Pin) -> None:
    """Pin a certificate for an Engine in place of an older one; the other lines stay as they are.

    Raises:
        KnownEnginesError: The file cannot be read or written.
    """
    words = [address, base64.b64encode(pin.der).decode("ascii"), *([_EXPIRED_TOO] if pin.allow_expired else [])]
    _write(path, [*_others(path, address), " ".join(words)])


def forget_pin(path: Path, address: str) -> bool:
    """Take an Engine's certificate out; returns whether there was one.

    Raises:
        KnownEnginesError: The file cannot be read or written.
    """
    kept = _others(path, address)
    if len(kept) == len(_lines(path)):
        return False
    _write(path, kept)
    return True


def _others(path: Path, address: str) -> list[str]:
    return [line for line in _lines(path) if not _is_about(line, address)]


def _write(path: Path, lines: list[str]) -> None:
    try:
        write_private(path, "".join(f"{line}\n" for line in lines).encode(errors=_KEEP_BYTES))
    except OSError as error:
        raise KnownEnginesError(f"{path} cannot be written: {error.strerror}.") from error


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_bytes().decode(errors=_KEEP_BYTES)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise KnownEnginesError(f"{path} cannot be read: {error.strerror}.") from error
    return text.removesuffix("\n").split("\n") if text else []


def _is_about(line: str, address: str) -> bool:
    words = line.split(maxsplit=1)
    return bool(words) and words[0].casefold() == address.casefold()


def _pin(path: Path, number: int, line: str) -> Pin:
    words = line.split()
    is_whole = len(words) == 2 or words[2:] == [_EXPIRED_TOO]
    try:
        der = base64.b64decode(words[1], validate=True) if is_whole else b""
    except (binascii.Error, ValueError):
        der = b""
    if not der or der[0] != _DER_SEQUENCE:
        raise KnownEnginesError(
            f"{path}, line {number}: the certificate of {words[0]} is damaged. "
            "Remove the line, then compare the Engine's fingerprint anew."
        )
    return Pin(der, allow_expired=len(words) == 3)
