"""The line of a key in TOML, which the parsers of TOML do not tell."""

from __future__ import annotations

import tomllib


def line_of_key(text: str, key: tuple[str, ...]) -> int:
    """The line that sets a key, counted from 1; else that of the table it belongs to, else the first.

    Only the usual spellings are found: a key and its value on a line, below the header of its table.
    """
    table: tuple[str, ...] = ()
    best_line, best_length = 1, 0
    for number, line in enumerate(text.split("\n"), start=1):
        is_header = line.lstrip().startswith("[")
        path = _path(line if is_header else f"{line.partition('=')[0]} = 0")
        if path is None:
            continue
        if is_header:
            table = path
        else:
            path = table + path
        shared = min(len(path), len(key))
        if path[:shared] == key[:shared] and shared > best_length:
            best_line, best_length = number, shared
    return best_line


def _path(line: str) -> tuple[str, ...] | None:
    """The names in a line of TOML from the outermost in; None when it is none by itself."""
    try:
        content = tomllib.loads(line)
    except (ValueError, RecursionError):
        return None
    path: list[str] = []
    inner: object = content
    while isinstance(inner, dict) and len(inner) == 1:
        (name, inner), *_ = inner.items()
        path.append(name)
    return tuple(path) or None
