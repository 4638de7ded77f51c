"""The same for each Engine of a connection: one that fails does not keep the others from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from nxql_tui.client.errors import ClientError, QuestionCancelled
from nxql_tui.commands.errors import FingerprintDiffers, NotPinned
from nxql_tui.commands.exit_codes import ExitCode, exit_code_of, option_hint
from nxql_tui.commands.terminal import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Place = TypeVar("Place")


def each_engine(places: Sequence[Place], act: Callable[[Place], object]) -> ExitCode:
    """Act on one after the other, and say of each that fails why.

    Returns:
        The exit code: when some failed 8, when all did that of the first.

    Raises:
        ClientError, FingerprintDiffers, NotPinned: There is only one, and it failed.
    """
    failures: list[ExitCode] = []
    for place in places:
        try:
            act(place)
        except QuestionCancelled:
            raise
        except (ClientError, FingerprintDiffers, NotPinned) as error:
            if len(places) == 1:
                raise
            say(f"{error}{option_hint(error)}")
            failures.append(exit_code_of(error) or ExitCode.NO_ANSWER)
    if not failures:
        return ExitCode.DONE
    return failures[0] if len(failures) == len(places) else ExitCode.SOME_FAILED
