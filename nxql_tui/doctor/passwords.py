"""The third group: the places where a password can come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.accounts.password_sources import PASSWORD_VARIABLE
from nxql_tui.doctor.findings import Finding, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from nxql_tui.accounts.password_stores import Rung

_ELSEWHERE = "The other places work without it, and so does a password_command for the connection in connections.toml."


def look_at_passwords(rungs: Callable[[], Iterable[Rung]], *, has_variable: bool) -> Iterator[Finding]:
    """Every place, the safest first; nothing is kept there, read from it or shown.

    Args:
        rungs: Finds the places of this host.
        has_variable: Whether the environment brought a password.
    """
    for rung in rungs():
        yield _place(rung)
    order = "`query` takes it before what is kept, the explorer after; its value is not shown."
    found = f"It is set: {order}" if has_variable else "It is not set."
    yield Finding(PASSWORD_VARIABLE, Status.OK, found)


def _place(rung: Rung) -> Finding:
    if rung.store is not None:
        return Finding(rung.title, Status.OK, "It can be used.")
    reason = f"It cannot be used: {rung.reason.removesuffix('.')}."
    if rung.is_switched_off:
        return Finding(rung.title, Status.SKIPPED, reason)
    return Finding(rung.title, Status.WARNING, reason, _ELSEWHERE)
