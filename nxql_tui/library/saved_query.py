"""A query that somebody keeps under a name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nxql_tui.nxql.comments import strip_comments
from nxql_tui.nxql.placeholders import find_placeholders
from nxql_tui.wire.request import DEFAULT_PLATFORMS

if TYPE_CHECKING:
    from nxql_tui.wire.request import Platform


@dataclass(frozen=True, slots=True)
class SavedParameter:
    """What a saved query says about one of its placeholders."""

    number: int
    """N of `%N`."""
    label: str = ""
    """What people call it; empty when it has no name."""
    default: str | None = None
    """The value it has when none is given; None when one must be."""
    choices: tuple[str, ...] = ()
    """Values to choose from; others may be given too."""
    secret: bool = False
    """Whether its values are never written to a file: not here, not to the history, not to drafts."""

    @property
    def title(self) -> str:
        """`%1` with its label behind it where there is one."""
        return f"%{self.number} ({self.label})" if self.label else f"%{self.number}"

    def with_default(self, default: str | None) -> SavedParameter:
        """The same with another default, which is one of its choices from now on where it has any."""
        choices = self.choices
        if choices and default is not None and default not in choices:
            choices = (*choices, default)
        return replace(self, default=default, choices=choices)

    def as_secret(self) -> SavedParameter:
        """The same without the values that no file may hold."""
        return SavedParameter(self.number, self.label, secret=True)


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A query with everything that is kept with it."""

    name: str
    """The name of its file, without the ending."""
    text: str
    """NXQL with its comments; lines end with a line feed."""
    title: str = ""
    description: str = ""
    group: str = ""
    """Queries of one group are listed together; empty when it is in none."""
    platforms: tuple[Platform, ...] = DEFAULT_PLATFORMS
    parameters: tuple[SavedParameter, ...] = ()
    """In the order of their numbers; a placeholder need not have one."""
    is_example: bool = False
    """Whether it came with the program rather than from the user."""

    @property
    def shown_title(self) -> str:
        """The title, or the name of a query without one."""
        return self.title or self.name

    @property
    def sent_text(self) -> str:
        """The query as an Engine gets it: without comments."""
        return strip_comments(self.text)

    @property
    def placeholders(self) -> tuple[SavedParameter, ...]:
        """What is known of each placeholder of the text, in the order of their numbers."""
        known = {parameter.number: parameter for parameter in self.parameters}
        return tuple(known.get(number, SavedParameter(number)) for number in find_placeholders(self.sent_text))

    @property
    def default_values(self) -> dict[int, str]:
        """The values of the placeholders that have a default, by number."""
        return {known.number: known.default for known in self.placeholders if known.default is not None}

    @property
    def secret_numbers(self) -> frozenset[int]:
        """The numbers of the placeholders whose values are never kept."""
        return frozenset(parameter.number for parameter in self.parameters if parameter.secret)
