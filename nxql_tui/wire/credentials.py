"""Who asks: a user and a password that never shows itself."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakValueDictionary


class Secret:
    """A text that no repr, str, format or log shows; `reveal` hands it out."""

    __slots__ = ("__weakref__", "_text")
    MASK = "••••••••"
    """Of fixed width: a mask as long as the secret would leak its length."""

    def __init__(self, text: str) -> None:
        self._text = text
        _living[id(self)] = self

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


# By identity: of two that are equal, one may outlive the other.
_living: WeakValueDictionary[int, Secret] = WeakValueDictionary()


def living_secrets() -> tuple[Secret, ...]:
    """Every secret that something in this process still holds, so that what is written can be searched for it."""
    # The references are copied at once, while other threads make secrets and drop them.
    return tuple(secret for reference in _living.valuerefs() if (secret := reference()) is not None)


@dataclass(frozen=True, slots=True)
class Credential:
    """A user name and its password."""

    user: str
    """Holds no colon: HTTP Basic authentication ends the name there."""
    password: Secret
