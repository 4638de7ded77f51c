from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from nxql_tui import target_files
from nxql_tui.accounts.connections import ConnectionsFileError
from nxql_tui.accounts.known_engines import KnownEnginesError
from nxql_tui.accounts.password_sources import CommandFailed
from nxql_tui.client import errors as client_errors
from nxql_tui.commands import errors
from nxql_tui.commands.exit_codes import ExitCode, exit_code_of
from nxql_tui.engine.errors import StartError


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (errors.WrongSettings, 2),
        (errors.WrongQuery, 3),
        (errors.FingerprintDiffers, 6),
        (errors.NotPinned, 6),
        (errors.OutputFailed, 7),
        (errors.UpdateNotAllowed, 9),
        (KnownEnginesError, 2),
        (CommandFailed, 2),
        (StartError, 2),
        (client_errors.AddressError, 2),
        (client_errors.WrongQueryError, 3),
        (client_errors.RefusedError, 4),
        (client_errors.NotLicensedError, 5),
        (client_errors.NotTrustedError, 6),
        (client_errors.CertificateChangedError, 6),
        (client_errors.UnreachableError, 7),
        (client_errors.TimedOutError, 7),
        (client_errors.CutShortError, 7),
        (client_errors.UnexpectedStatusError, 7),
        (client_errors.SpoolError, 7),
        (client_errors.QuestionCancelled, 130),
        (target_files.DiskFull, 7),
        (target_files.TargetFolderMissing, 2),
        (target_files.TargetNotWritable, 2),
    ],
)
def test_every_typed_error_has_its_code(kind: type[Exception], code: int):
    # How an error is made is its own room's affair; only its kind counts here.
    assert exit_code_of(kind.__new__(kind)) == code


def test_a_broken_file_of_connections_is_a_wrong_setting():
    assert exit_code_of(ConnectionsFileError(Path("connections.toml"), "it is not TOML.")) is ExitCode.WRONG_USAGE


def test_an_error_nobody_expected_has_none():
    assert exit_code_of(RuntimeError("what?")) is None


def test_a_mistake_in_a_query_costs_no_import_of_the_client():
    script = (
        "import sys\n"
        "from nxql_tui.commands.errors import WrongQuery\n"
        "from nxql_tui.commands.exit_codes import exit_code_of\n"
        "assert exit_code_of(WrongQuery()) == 3\n"
        "print(*[name for name in sys.modules if name.startswith('nxql_tui.client')])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
