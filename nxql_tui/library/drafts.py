"""What stands in the tabs of an explorer, as it is kept over a restart, a crash or a lost connection."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from nxql_tui.wire.request import DEFAULT_PLATFORMS, Platform

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FORM = 1
"""The version of the JSON; a file of a later one is left to the program that wrote it."""


class DraftsDamaged(ValueError):  # noqa: N818  the name says the state
    """The JSON is not what was written."""


class DraftsTooNew(ValueError):  # noqa: N818  the name says the state
    """A later version of the program wrote it."""


@dataclass(frozen=True, slots=True)
class Switches:
    """What stands beside a query in the first line."""

    platforms: tuple[Platform, ...] = DEFAULT_PLATFORMS
    human_readable: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A query with everything that belongs to it, but its answer: what a user would lose with its tab."""

    text: str
    name: str = ""
    """What the tab is called; empty when nobody has named it."""
    switches: Switches = field(default_factory=Switches)
    parameters: Mapping[int, str] = field(default_factory=dict)
    """The values by number."""
    cursor: int = 0
    """Where the cursor stands: an offset into the text."""
    secret_numbers: frozenset[int] = frozenset()
    """The parameters whose values are written to no file and not shown."""
    labels: Mapping[int, str] = field(default_factory=dict)
    """What a saved query calls its parameters, by number."""
    choices: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """The values that a saved query proposes, by number."""

    @property
    def without_secrets(self) -> Draft:
        """What may be written to a file."""
        kept = {number: value for number, value in self.parameters.items() if number not in self.secret_numbers}
        return replace(self, parameters=kept)

    @property
    def question(self) -> Draft:
        """What is the same in two tabs that hold the same question."""
        return replace(self.without_secrets, cursor=0)


@dataclass(frozen=True, slots=True)
class Drafts:
    """All tabs of an explorer."""

    tabs: tuple[Draft, ...] = ()
    """In their order."""
    active: int = 0
    """Which of them is shown; 0 when there is none."""


def merge_drafts(several: Sequence[Drafts]) -> Drafts:
    """The tabs of several explorers behind each other; of those that hold the same question, the last stays.

    The active tab is that of the last explorer. Those of a single one are left as they are.
    """
    if len(several) == 1:
        return several[0]
    tabs: list[Draft] = []
    for drafts in several:
        for draft in drafts.tabs:
            tabs = [other for other in tabs if other.question != draft.question] + [draft]
    shown = [drafts.tabs[drafts.active].question for drafts in several if drafts.active < len(drafts.tabs)]
    active = next((place for place, tab in enumerate(tabs) if shown and tab.question == shown[-1]), 0)
    return Drafts(tuple(tabs), active)


def write_drafts(drafts: Drafts) -> bytes:
    """The drafts as JSON, without the values of secret parameters."""
    content = {"form": FORM, "active": drafts.active, "tabs": [_to_json(tab.without_secrets) for tab in drafts.tabs]}
    return json.dumps(content, indent=1).encode("ascii") + b"\n"


def read_drafts(content: bytes) -> Drafts:
    """The drafts in JSON.

    Raises:
        DraftsDamaged: It is not what `write_drafts` writes.
        DraftsTooNew: A later version of the program wrote it.
    """
    try:
        read = json.loads(content)
        if isinstance(read, dict) and isinstance(read.get("form"), int) and read["form"] > FORM:
            raise DraftsTooNew
        return Drafts(tuple(_from_json(tab) for tab in read["tabs"]), _place(read["active"]))
    except (DraftsDamaged, DraftsTooNew):
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise DraftsDamaged from error


def _to_json(draft: Draft) -> dict[str, Any]:
    return {
        "name": draft.name,
        "text": draft.text,
        "platforms": [platform.value for platform in draft.switches.platforms],
        "parameters": {str(number): value for number, value in draft.parameters.items()},
        "secret_numbers": sorted(draft.secret_numbers),
        "labels": {str(number): label for number, label in draft.labels.items()},
        "choices": {str(number): list(values) for number, values in draft.choices.items()},
        "human_readable": draft.switches.human_readable,
        "cursor": draft.cursor,
    }


def _from_json(tab: dict[str, Any]) -> Draft:
    platforms = tuple(Platform(word) for word in _typed(tab["platforms"], list))
    return Draft(
        text=_typed(tab["text"], str),
        name=_typed(tab["name"], str),
        switches=Switches(platforms, _typed(tab["human_readable"], bool)),
        parameters=_by_number(tab["parameters"]),
        cursor=_typed(tab["cursor"], int),
        secret_numbers=frozenset(_typed(number, int) for number in _typed(tab["secret_numbers"], list)),
        labels=_by_number(tab["labels"]),
        choices={
            int(number): tuple(_typed(value, str) for value in _typed(values, list))
            for number, values in _typed(tab["choices"], dict).items()
        },
    )


def _place(read: Any) -> int:
    return max(0, int(_typed(read, int)))


def _by_number(texts: Any) -> dict[int, str]:
    return {int(number): _typed(text, str) for number, text in _typed(texts, dict).items()}


def _typed(value: Any, kind: type) -> Any:
    if not isinstance(value, kind):
        raise DraftsDamaged
    return value
