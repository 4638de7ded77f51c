"""Who asks: a user and a password that never shows itself."""

from __future__ import annotations

from dataclasses import dataclass


class Secret:
    """A text that no repr, str, format or log shows; `reveal` hands it out."""

    __slots__ = ("_text",)
    MASK = "••••••••"
    """Of fixed width: a mask as long as the secret would leak its length."""

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself; call it only where it leaves the program."""
        return self._text

    def __repr__(self) -> str:
        return f"Secret({self.MASK})"

    def __str__(self) -> str:
        return self.MASK

    def __format__(self, format_spec: str) -> str:
        return format(self.MASK, format_spec)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash((Secret, self._text))

    def __reduce__(self) -> str:
        raise TypeError("a Secret is not pickled")


@dataclass(frozen=True, slots=True)
class Credential:
    """A user name and its password."""

    user: str
    """Holds no colon: HTTP Basic authentication ends the name there."""
    password: Secret
