"""The queries that come with the program: an operator's daily questions."""

from __future__ import annotations

import pkgutil
from typing import TYPE_CHECKING

from nxql_tui.library.query_file import read_query

if TYPE_CHECKING:
    from nxql_tui.library.saved_query import SavedQuery

SUFFIX = ".nxql"
_FOLDER = "examples"


def load_example(name: str) -> SavedQuery | None:
    """The example of that name; None when there is none."""
    try:
        content = pkgutil.get_data(__package__, f"{_FOLDER}/{name}{SUFFIX}")
    except OSError:
        return None
    return None if content is None else read_query(name, content, f"{name}{SUFFIX}", is_example=True)


def load_examples() -> tuple[SavedQuery, ...]:
    """All examples, by name."""
    # Only a list of them needs the dear way to look into a package.
    from importlib.resources import files

    entries = (files(__package__) / _FOLDER).iterdir()
    found = ((entry.name.removesuffix(SUFFIX), entry) for entry in entries if entry.name.endswith(SUFFIX))
    named = sorted(found, key=lambda pair: pair[0])
    return tuple(read_query(name, entry.read_bytes(), entry.name, is_example=True) for name, entry in named)
