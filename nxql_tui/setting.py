"""One setting: what it is for, and what it takes."""

from __future__ import annotations

from dataclasses import Field, dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar, cast

from nxql_tui.sizes import exact_size, parse_size, size_text

Value: TypeAlias = str | bool | int
"""What a setting can be; one that is a size is a number of bytes here, and a text such as `"512MB"` in the file."""

_Default = TypeVar("_Default", str, bool, int)

_METADATA = "setting"
_KINDS = {str: "a text between quotes", bool: "true or false", int: "a whole number"}


class Holds(StrEnum):
    """From when on a setting that is changed in the explorer holds, in words."""

    AT_ONCE = "at once"
    NEXT_LOGIN = "from the next login"
    NEXT_START = "from the next start"


class WrongSetting(ValueError):  # noqa: N818  the name says the state
    """A value that a setting does not take; the message says what it must be, without its name."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of a setting beside its value."""

    name: str
    """Its key in the file."""
    default: Value
    """What holds when nothing is set."""
    words: str
    """What it is for, in a sentence."""
    holds: Holds
    """From when on a change holds."""
    is_size: bool = False
    """Whether it is an amount of bytes, written with a unit."""
    least: int = 0
    """The smallest number that it takes."""
    most: int | None = None
    """The greatest; None where there is none."""
    choices: tuple[str, ...] = ()
    """The texts that it takes; empty where it takes any."""

    def read(self, value: object) -> Value:
        """The value that something in the file stands for.

        Raises:
            WrongSetting: It does not stand for any.
        """
        if self.is_size:
            return self._bounded(_read_size(value))
        if not isinstance(value, str | bool | int) or type(value) is not type(self.default):
            raise WrongSetting(f"must be {_KINDS[type(self.default)]}")
        if isinstance(value, str) and self.choices and value not in self.choices:
            raise WrongSetting(f"must be one of: {', '.join(self.choices)}")
        return value if isinstance(value, str | bool) else self._bounded(value)

    def read_typed(self, text: str) -> Value:
        """The value that somebody means who types it, without the quotes that the file wants.

        Raises:
            WrongSetting: It does not stand for any.
        """
        typed = text.strip()
        if self.is_size or isinstance(self.default, str):
            return self.read(typed)
        try:
            return self.read(int(typed.replace(",", "")))
        except ValueError as error:
            raise error if isinstance(error, WrongSetting) else WrongSetting("must be a whole number") from None

    def written(self, value: Value) -> Value:
        """A value as the file has it."""
        return exact_size(int(value)) if self.is_size else value

    def _bounded(self, number: int) -> int:
        if number < self.least:
            raise WrongSetting(f"must be at least {self._amount(self.least)}")
        if self.most is not None and number > self.most:
            raise WrongSetting(f"must be at most {self._amount(self.most)}")
        return number

    def _amount(self, number: int) -> str:
        return size_text(number) if self.is_size else f"{number:,}"


def setting(default: _Default, words: str, holds: Holds, **limits: Any) -> _Default:
    """Declare a field of a dataclass that is a setting; the arguments are the fields of `Setting`."""
    # For type checkers a field of a dataclass is its default.
    declared: Any = field(default=default, metadata={_METADATA: {"words": words, "holds": holds, **limits}})
    return cast("_Default", declared)


def setting_of(declared: Field[Any]) -> Setting | None:
    """What was declared with `setting`; None for another field."""
    known = declared.metadata.get(_METADATA)
    default: Any = declared.default
    return None if known is None else Setting(declared.name, default, **known)


def _read_size(value: object) -> int:
    size = parse_size(value) if isinstance(value, str) else None
    if size is None:
        raise WrongSetting('must be a size between quotes, such as "512MB"')
    return size
