"""What stands in the tabs of an explorer, as it is kept over a restart, a crash or a lost connection."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

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
class Draft:
    """What stands in one tab."""

    key: str
    """Tells the tab from the others of its explorer; `new_key` makes one."""
    text: str
    name: str = ""
    """What the tab is called; empty when nobody has named it."""
    platforms: tuple[Platform, ...] = DEFAULT_PLATFORMS
    parameters: Mapping[int, str] = field(default_factory=dict)
    """The values by number."""
    secret_numbers: frozenset[int] = frozenset()
    """The parameters whose values are not written to the file."""
    human_readable: bool = False
    cursor: int = 0
    """Where the cursor stands: an offset into the text."""

    @property
    def without_secrets(self) -> Draft:
        """What may be written to a file."""
        kept = {number: value for number, value in self.parameters.items() if number not in self.secret_numbers}
        return replace(self, parameters=kept)

    @property
    def content(self) -> Draft:
        """What is the same in two tabs that hold the same question."""
        return replace(self.without_secrets, key="", cursor=0)


@dataclass(frozen=True, slots=True)
class Drafts:
    """All tabs of an explorer."""

    tabs: tuple[Draft, ...] = ()
    """In their order; no two have the same key."""
    active: str = ""
    """The key of the tab that is shown; empty when there is none."""


def new_key() -> str:
    """A key that no other tab has."""
    return uuid4().hex


def merge_drafts(several: Sequence[Drafts]) -> Drafts:
    """The tabs of several explorers behind each other; of those that hold the same, the last stays.

    The active tab is that of the last. Those of a single explorer are left as they are.
    """
    if len(several) == 1:
        return several[0]
    tabs: list[Draft] = []
    active = ""
    for drafts in several:
        for draft in drafts.tabs:
            is_taken = any(other.key == draft.key for other in tabs)
            added = replace(draft, key=new_key()) if is_taken else draft
            tabs = [other for other in tabs if other.content != draft.content] + [added]
            if draft.key == drafts.active:
                active = added.key
    return Drafts(tuple(tabs), active if any(tab.key == active for tab in tabs) else "")


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
        return Drafts(tuple(_from_json(tab) for tab in read["tabs"]), _typed(read["active"], str))
    except (DraftsDamaged, DraftsTooNew):
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise DraftsDamaged from error


def _to_json(draft: Draft) -> dict[str, Any]:
    return {
        "key": draft.key,
        "name": draft.name,
        "text": draft.text,
        "platforms": [platform.value for platform in draft.platforms],
        "parameters": {str(number): value for number, value in draft.parameters.items()},
        "secret_numbers": sorted(draft.secret_numbers),
        "human_readable": draft.human_readable,
        "cursor": draft.cursor,
    }


def _from_json(tab: dict[str, Any]) -> Draft:
    return Draft(
        key=_typed(tab["key"], str),
        text=_typed(tab["text"], str),
        name=_typed(tab["name"], str),
        platforms=tuple(Platform(word) for word in _typed(tab["platforms"], list)),
        parameters={int(number): _typed(value, str) for number, value in _typed(tab["parameters"], dict).items()},
        secret_numbers=frozenset(_typed(number, int) for number in _typed(tab["secret_numbers"], list)),
        human_readable=_typed(tab["human_readable"], bool),
        cursor=_typed(tab["cursor"], int),
    )


def _typed(value: Any, kind: type) -> Any:
    if not isinstance(value, kind):
        raise DraftsDamaged
    return value
