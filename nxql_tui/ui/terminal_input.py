"""Reading the terminal leniently: a byte that is no UTF-8 must not end the program."""

from __future__ import annotations

import codecs
import sys


def _lenient_decoder(encoding: str) -> type[codecs.IncrementalDecoder]:
    strict = codecs.getincrementaldecoder(encoding)

    class LenientDecoder(strict):  # type: ignore[valid-type, misc]
        """Gives U+FFFD for what cannot be decoded, such as a pasted latin-1 letter."""

        def __init__(self, errors: str = "replace") -> None:
            super().__init__("replace" if errors == "strict" else errors)

    return LenientDecoder


def accept_any_bytes() -> None:
    """Make Textual's terminal driver decode what it reads with replacement characters.

    The driver takes its decoder by name from its own module (Textual 8.2), which is the one place to change it.
    Windows reads characters, not bytes, and needs nothing.
    """
    if sys.platform == "win32":
        return
    from textual.drivers import linux_driver

    linux_driver.getincrementaldecoder = _lenient_decoder  # type: ignore[assignment, attr-defined]
