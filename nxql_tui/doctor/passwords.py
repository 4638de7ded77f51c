"""The third group: the places where a password can come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.accounts.password_sources import PASSWORD_VARIABLE
from nxql_tui.doctor.findings import Finding, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from nxql_tui.accounts.password_stores import Rung

_SWITCHED_OFF = "switched off"
_ELSEWHERE = "The other places work without it, and so does a password_command for the connection in connections.toml."


def look_at_passwords(rungs: Callable[[], Iterable[Rung]], environment: Mapping[str, str]) -> Iterator[Finding]:
    """Every place, the safest first; nothing is kept there, read from it or shown.

    Args:
        rungs: Finds the places of this host.
        environment: Where the variable for a password may stand.
    """
    for rung in rungs():
        yield _place(rung)
    is_set = bool(environment.get(PASSWORD_VARIABLE))
    found = "It is set, and goes before every place; its value is not shown." if is_set else "It is not set."
    yield Finding(PASSWORD_VARIABLE, Status.OK, found)


def _place(rung: Rung) -> Finding:
    if rung.store is not None:
        return Finding(rung.title, Status.OK, "It can be used.")
    reason = f"It cannot be used: {rung.reason.removesuffix('.')}."
    if rung.reason.startswith(_SWITCHED_OFF):
        return Finding(rung.title, Status.SKIPPED, reason)
    return Finding(rung.title, Status.WARNING, reason, _ELSEWHERE)
