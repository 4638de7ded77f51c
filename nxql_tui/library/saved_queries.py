"""The folder of saved queries, `queries/NAME.nxql`, and beside it the examples that come with the program.

A query of the user's own hides the example of the same name; deleting it brings the example back.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.library.errors import (
    NoSuchQuery,
    QueryExists,
    QueryFileError,
    QueryIsExample,
    QueryNameError,
    SavedQueryError,
)
from nxql_tui.library.example_queries import SUFFIX, load_example, load_examples
from nxql_tui.library.query_file import LARGEST_FILE, head_of, join_file, read_query, with_line_feeds
from nxql_tui.library.query_head import Head, HeadError
from nxql_tui.library.query_names import check_name
from nxql_tui.nxql.nearest import nearest_names
from nxql_tui.private_files import FILE_MODE, private_folder, write_private
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from pathlib import Path

    from nxql_tui.library.saved_query import SavedQuery


@dataclass(frozen=True, slots=True)
class QueryList:
    """Every query there is."""

    queries: tuple[SavedQuery, ...]
    """By group, then by name; those in no group first."""
    mistakes: tuple[SavedQueryError, ...]
    """One for each file that is not understood."""


class SavedQueries:
    """The queries in a folder, which need not exist; nothing is held between two calls."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read_all(self) -> QueryList:
        """The user's queries and the examples; a file with a mistake hides no other.

        Raises:
            QueryFileError: The folder cannot be read.
        """
        found = {query.name: query for query in load_examples()}
        mistakes: list[SavedQueryError] = []
        for name in self._own_names():
            try:
                check_name(name)
                found[name] = self._read(name)
            except QueryNameError as error:
                mistakes.append(QueryNameError(f"{visible_line(str(self._path(name)))}: {error}"))
            except SavedQueryError as error:
                mistakes.append(error)
        ordered = sorted(found.values(), key=lambda query: (query.group.casefold(), query.name.casefold(), query.name))
        return QueryList(tuple(ordered), tuple(mistakes))

    def load(self, name: str) -> SavedQuery:
        """The user's query of that name, else the example.

        Raises:
            NoSuchQuery: There is neither.
            QueryFileError: The file is not understood, or cannot be read.
        """
        own = self.find_own(name)
        if own is not None:
            return own
        example = _example(name)
        if example is None:
            raise self._no_such_query(name)
        return example

    def find_own(self, name: str) -> SavedQuery | None:
        """The user's query of that name; None where only an example has it, or nothing.

        Raises:
            QueryFileError: The file is not understood, or cannot be read.
        """
        return self._read(name) if self._is_own(name) else None

    def save(self, query: SavedQuery, *, overwrite: bool = False) -> SavedQuery:
        """Keep a query as the user's own; comments in the head of an older file stay.

        Returns:
            The query as it will be loaded.

        Raises:
            QueryNameError: Its name cannot be that of a file.
            QueryExists: The user has one of that name, and it was not said to replace it.
            QueryFileError: The older file is not understood (it is then left alone), what the query says may not
                stand in a file, or it cannot be written.
        """
        check_name(query.name)
        path = self._path(query.name)
        is_new = not path.exists()
        if not is_new and not overwrite:
            raise _exists(query.name, "Choose another name, or replace it.")
        old_head = ""
        if not is_new:
            self._read(query.name)
            old_head = head_of(self._read_bytes(query.name))
        content = _content(query, old_head, path)
        if is_new:
            self._reserve(query.name)
        try:
            write_private(path, content)
        except OSError as error:
            if is_new:
                path.unlink(missing_ok=True)
            raise QueryFileError(path, f"it cannot be written: {error.strerror}.") from error
        return read_query(query.name, content, path)

    def need_own(self, name: str) -> None:
        """See that there is a query of the user's own.

        Raises:
            NoSuchQuery, QueryIsExample: The user has none of that name.
        """
        if self._is_own(name):
            return
        if _example(name) is not None:
            raise QueryIsExample(
                f"'{name}' came with the program and stays as it is. Save it under another name to change it."
            )
        raise self._no_such_query(name)

    def rename(self, name: str, new_name: str) -> None:
        """Give a query of the user's own another name.

        Raises:
            NoSuchQuery, QueryIsExample: The user has none of the old name.
            QueryNameError: The new name cannot be that of a file.
            QueryExists: The user has one of the new name already.
            QueryFileError: The file cannot be renamed.
        """
        self.need_own(name)
        check_name(new_name)
        path, new_path = self._path(name), self._path(new_name)
        if new_name == name:
            return
        try:
            # Where capitals make no difference, a name may differ from the old one by these alone.
            if not (new_path.exists() and new_path.samefile(path)):
                self._reserve(new_name)
            path.replace(new_path)
        except OSError as error:
            raise QueryFileError(path, f"it cannot be renamed: {error.strerror}.") from error

    def delete(self, name: str) -> None:
        """Remove a query of the user's own.

        Raises:
            NoSuchQuery, QueryIsExample: The user has none of that name.
            QueryFileError: The file cannot be removed.
        """
        self.need_own(name)
        try:
            self._path(name).unlink()
        except OSError as error:
            raise QueryFileError(self._path(name), f"it cannot be removed: {error.strerror}.") from error

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}{SUFFIX}"

    def _own_names(self) -> list[str]:
        try:
            with os.scandir(self._folder) as entries:
                files = [entry.name for entry in entries if entry.name.endswith(SUFFIX) and entry.is_file()]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise QueryFileError(self._folder, f"the folder cannot be read: {error.strerror}.") from error
        # What begins with a dot is a file that is just being written.
        return sorted(name.removesuffix(SUFFIX) for name in files if not name.startswith("."))

    def _is_own(self, name: str) -> bool:
        return _can_be_a_name(name) and self._path(name).exists()

    def _no_such_query(self, name: str) -> NoSuchQuery:
        nearest = nearest_names(name, [query.name for query in self.read_all().queries])
        quoted = " or ".join(f"'{near}'" for near in nearest)
        advice = f"Did you mean {quoted}?" if nearest else "See what there is with: nxql-tui queries"
        return NoSuchQuery(f"There is no saved query '{visible_line(name)}'. {advice}", nearest)

    def _read(self, name: str) -> SavedQuery:
        return read_query(name, self._read_bytes(name), self._path(name))

    def _read_bytes(self, name: str) -> bytes:
        path = self._path(name)
        try:
            with path.open("rb") as file:
                return file.read(LARGEST_FILE + 1)
        except OSError as error:
            raise QueryFileError(path, f"it cannot be read: {error.strerror}.") from error

    def _reserve(self, name: str) -> None:
        """Take a name that is free: of two programs that want it, one gets it."""
        path = self._path(name)
        try:
            private_folder(self._folder)
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE))
        except FileExistsError as error:
            if path.exists():
                raise _exists(name) from error
            raise QueryFileError(path, f"it cannot be written: {error.strerror}.") from error
        except OSError as error:
            raise QueryFileError(path, f"it cannot be written: {error.strerror}.") from error


def _can_be_a_name(name: str) -> bool:
    try:
        check_name(name)
    except QueryNameError:
        return False
    return True


def _example(name: str) -> SavedQuery | None:
    return load_example(name) if _can_be_a_name(name) else None


def _exists(name: str, advice: str = "Choose another name.") -> QueryExists:
    return QueryExists(f"There is a query '{name}' already. {advice}")


def _content(query: SavedQuery, old_head: str, path: Path) -> bytes:
    """The file of a query.

    Raises:
        QueryFileError: What it says may not stand in a file.
    """
    # The editor of TOML is needed only by who saves.
    from nxql_tui.library.head_writer import write_head

    head = Head(
        title=query.title,
        description=query.description,
        group=query.group,
        platforms=tuple(dict.fromkeys(query.platforms)),
        parameters=tuple(sorted(query.parameters, key=lambda parameter: parameter.number)),
    )
    try:
        return join_file(write_head(head, old_head), with_line_feeds(query.text))
    except HeadError as error:
        raise QueryFileError(path, f"it is not saved: {error}", key=".".join(error.key) or None) from error
    except UnicodeEncodeError as error:
        raise QueryFileError(path, "it is not saved: it holds characters that are cut in halves.") from error
