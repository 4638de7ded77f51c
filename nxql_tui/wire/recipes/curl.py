"""curl: it asks for the password by itself when it is given a user alone."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from nxql_tui.wire.recipes.shell import NO_FOLDER, command, trusting, word
from nxql_tui.wire.recipes.texts import is_plain
from nxql_tui.wire.request import to_pairs

if TYPE_CHECKING:
    from nxql_tui.wire.recipes.subject import RecipeSubject


def write_curl(subject: RecipeSubject) -> str:
    """The request for curl 7.18 or newer."""

    def ask(certificate: str | None) -> str:
        parts = ["curl --fail --silent --show-error", f"--user {word(subject.user)}"]
        if certificate is not None:
            parts.append(f"--cacert {certificate} --capath {NO_FOLDER}")
        parts += [_field(name, value) for name, value in to_pairs(subject.request)]
        # Brackets around an IPv6 address are no range of numbers.
        return command([*parts, f"{'--globoff ' if '[' in subject.query_url else ''}{word(subject.query_url)}"])

    return trusting(subject, ask)


def _field(name: str, value: str) -> str:
    if all(map(is_plain, value)):
        return f"--data-urlencode {word(f'{name}={value}')}"
    return f"--data {word(urlencode([(name, value)], quote_via=quote))}"
