"""Lending the terminal to another program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from textual.app import SuspendNotSupported

from nxql_tui.ui.safe_app import SafeApp

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App

Outcome = TypeVar("Outcome")


class HandoverFailed(Exception):  # noqa: N818  the name says the state
    """The terminal cannot be lent, or what was done on it failed; the message is a sentence."""


def with_terminal(app: App[Any], work: Callable[[], Outcome], failure: type[Exception]) -> Outcome:
    """Do something that needs the terminal for itself; the screen is back afterwards.

    Args:
        app: Whose terminal it is.
        work: What is done.
        failure: What it raises when it does not succeed.

    Raises:
        HandoverFailed: It did not, or this terminal cannot be lent.
    """
    assert isinstance(app, SafeApp)  # noqa: S101  there is no other
    reason = ""
    try:
        with app.suspend(), app.deaf_to_interrupts():
            # An error that left this block would leave the terminal to the other program for good.
            try:
                return work()
            except failure as error:
                reason = str(error)
    except SuspendNotSupported:
        reason = "This terminal cannot be handed to another program."
    raise HandoverFailed(reason)
