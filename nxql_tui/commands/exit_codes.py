"""How the program ends."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

_Kinds: TypeAlias = "type[Exception] | tuple[type[Exception], ...]"
_CodeOfKind: TypeAlias = "tuple[_Kinds, ExitCode]"


class ExitCode(IntEnum):
    """What the caller of the program is told."""

    DONE = 0
    FAULT = 1
    """A fault of ours; a crash report was written."""
    WRONG_USAGE = 2
    """Wrong usage or wrong settings."""
    WRONG_QUERY = 3
    """The query is wrong, by our reading or by the Engine's."""
    REFUSED = 4
    """The Engine refused the user or the password."""
    NOT_LICENSED = 5
    """The Web API is not licensed on the Engine."""
    NOT_TRUSTED = 6
    """The Engine's certificate is not trusted, or has changed."""
    NO_ANSWER = 7
    """The answer did not arrive, or not whole: no connection, time-out, another HTTP status, no room for it."""
    SOME_FAILED = 8
    """Some Engines answered and some failed."""
    UPDATE_NOT_ALLOWED = 9
    """An `update` was not allowed or not confirmed."""
    INTERRUPTED = 130
    """Ctrl+C, as shells count it."""


def exit_code_of(error: BaseException) -> ExitCode | None:
    """The exit code of one of our typed errors; None for an error that nobody expected."""
    for kinds in _ALL_CODES:
        for kind, code in kinds():
            if isinstance(error, kind):
                return code
    return None


def option_hint(error: BaseException, *, is_of_several: bool = False) -> str:
    """What to type to go on from an error, as a sentence behind its own; empty where there is nothing.

    Args:
        error: What went wrong.
        is_of_several: Whether it is that of one among several Engines, to which no single fingerprint fits.
    """
    from nxql_tui.client.errors import CertificateChangedError, NotTrustedError, TrustReason

    if not isinstance(error, NotTrustedError):
        return ""
    command = f"nxql-tui connections trust {error.subject or 'NAME'}"
    if isinstance(error, CertificateChangedError):
        return f" Only if the new one is right: {command} --replace"
    if error.can_be_pinned:
        option = "--ca-file FILE" if is_of_several else "--fingerprint SHA256 or --ca-file FILE"
        return f" To look at it and pin it: {command} (for one query: {option})"
    if error.reason is TrustReason.EXPIRED:
        return f" If it is right all the same: {command} --accept-expired"
    return ""


# Each group imports its errors when it is asked, so that a mistake in a query costs no import of the client.
# Within a group the narrower kind comes first.


def _codes_of_commands() -> Iterator[_CodeOfKind]:
    from nxql_tui.commands import errors

    yield errors.WrongQuery, ExitCode.WRONG_QUERY
    yield (errors.FingerprintDiffers, errors.NotPinned), ExitCode.NOT_TRUSTED
    yield errors.OutputFailed, ExitCode.NO_ANSWER
    yield errors.UpdateNotAllowed, ExitCode.UPDATE_NOT_ALLOWED
    yield errors.CommandError, ExitCode.WRONG_USAGE


def _codes_of_library() -> Iterator[_CodeOfKind]:
    from nxql_tui.library.errors import LibraryError

    yield LibraryError, ExitCode.WRONG_USAGE


def _codes_of_settings() -> Iterator[_CodeOfKind]:
    from nxql_tui.accounts.connections import ConnectionsFileError
    from nxql_tui.accounts.known_engines import KnownEnginesError
    from nxql_tui.accounts.password_sources import PasswordSourceError
    from nxql_tui.accounts.password_stores import PasswordStoreError
    from nxql_tui.settings import SettingsError

    kinds = (ConnectionsFileError, KnownEnginesError, PasswordSourceError, PasswordStoreError, SettingsError)
    yield kinds, ExitCode.WRONG_USAGE


def _codes_of_client() -> Iterator[_CodeOfKind]:
    from nxql_tui.client import errors

    yield (errors.AddressError, errors.CredentialError, errors.TrustFileError), ExitCode.WRONG_USAGE
    yield errors.UpdateWithheldError, ExitCode.UPDATE_NOT_ALLOWED
    yield errors.WrongQueryError, ExitCode.WRONG_QUERY
    yield errors.RefusedError, ExitCode.REFUSED
    yield errors.NotLicensedError, ExitCode.NOT_LICENSED
    yield errors.NotTrustedError, ExitCode.NOT_TRUSTED
    yield errors.QuestionCancelled, ExitCode.INTERRUPTED
    yield errors.ClientError, ExitCode.NO_ANSWER


def _codes_of_files() -> Iterator[_CodeOfKind]:
    from nxql_tui import target_files

    yield target_files.DiskFull, ExitCode.NO_ANSWER
    yield target_files.TargetError, ExitCode.WRONG_USAGE


def _codes_of_results() -> Iterator[_CodeOfKind]:
    from nxql_tui.results import errors

    yield errors.StoppedError, ExitCode.INTERRUPTED
    yield (errors.AnswerFileError, errors.WrongViewError), ExitCode.WRONG_USAGE
    yield errors.ResultError, ExitCode.NO_ANSWER


def _codes_of_engine() -> Iterator[_CodeOfKind]:
    from nxql_tui.engine.errors import EngineError

    yield EngineError, ExitCode.WRONG_USAGE


_ALL_CODES = (
    _codes_of_commands,
    _codes_of_library,
    _codes_of_settings,
    _codes_of_client,
    _codes_of_files,
    _codes_of_results,
    _codes_of_engine,
)
