"""Names that Engines have told in their refusals, kept for each address."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from nxql_tui.nxql.checker.scope import LearnedNames
from nxql_tui.private_files import write_private

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

MOST_NAMES = 2_000
"""Names kept of one table; more than any Engine has."""
LONGEST_NAME = 200


def load_learned_names(path: Path, address: str) -> LearnedNames:
    """What the Engine at an address has told; nothing where the file is missing or damaged, as it can be told again."""
    facts = _read(path).get(address)
    if not isinstance(facts, dict):
        return LearnedNames()
    return LearnedNames(
        tables=_names(facts.get("tables")),
        fields=_by_table(facts.get("fields")),
        aggregates=_by_table(facts.get("aggregates")),
    )


def save_learned_names(path: Path, address: str, learned: LearnedNames) -> None:
    """Keep what the Engine at an address has told.

    Raises:
        OSError: The file cannot be written.
    """
    content = _read(path)
    content[address] = {
        "tables": _kept(learned.tables),
        "fields": {table: _kept(names) for table, names in sorted(learned.fields.items())},
        "aggregates": {event: _kept(names) for event, names in sorted(learned.aggregates.items())},
    }
    write_private(path, json.dumps(content, indent=1).encode())


def _read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _names(found: object) -> frozenset[str]:
    return frozenset(name for name in found if isinstance(name, str)) if isinstance(found, list) else frozenset()


def _by_table(found: object) -> Mapping[str, frozenset[str]]:
    if not isinstance(found, dict):
        return MappingProxyType({})
    return MappingProxyType({table: _names(names) for table, names in found.items()})


def _kept(names: Iterable[str]) -> Collection[str]:
    return sorted(name for name in names if len(name) <= LONGEST_NAME)[:MOST_NAMES]
