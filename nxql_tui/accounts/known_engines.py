"""The certificates a user has pinned: one line an Engine, like SSH's known_hosts.

```
# comments stay
engine-1.example.com:1671 MIIC…    (the certificate, DER in base64)
```
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from nxql_tui.private_files import write_private

if TYPE_CHECKING:
    from pathlib import Path

_DER_SEQUENCE = 0x30
"""Every certificate begins with this byte."""
_KEEP_BYTES = "surrogateescape"
"""Lines that are not UTF-8 are written back as they were."""


class KnownEnginesError(Exception):
    """The file of pinned certificates cannot be used; nothing is trusted in its stead."""


def load_pin(path: Path, address: str) -> bytes | None:
    """The certificate pinned for an Engine; None when it has none.

    Raises:
        KnownEnginesError: The file cannot be read, or the Engine's line is damaged.
    """
    for number, line in enumerate(_lines(path), start=1):
        if _is_about(line, address):
            return _certificate(path, number, line)
    return None


def save_pin(path: Path, address: str, der: bytes) -> None:
    """Pin a certificate for an Engine in place of an older one; the other lines stay as they are.

    Raises:
        KnownEnginesError: The file cannot be read or written.
    """
    kept = [line for line in _lines(path) if not _is_about(line, address)]
    pin = f"{address} {base64.b64encode(der).decode('ascii')}"
    try:
        write_private(path, "".join(f"{line}\n" for line in [*kept, pin]).encode(errors=_KEEP_BYTES))
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


def _certificate(path: Path, number: int, line: str) -> bytes:
    words = line.split()
    try:
        der = base64.b64decode(words[1], validate=True) if len(words) == 2 else b""
    except (binascii.Error, ValueError):
        der = b""
    if not der or der[0] != _DER_SEQUENCE:
        raise KnownEnginesError(
            f"{path}, line {number}: the certificate of {words[0]} is damaged. "
            "Remove the line, then compare the Engine's fingerprint anew."
        )
    return der
