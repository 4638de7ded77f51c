"""Whether the files that the form of a connection names are there: it looks at the disk, so it may take a while."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from nxql_tui.client.errors import TrustFileError
from nxql_tui.client.route import ClientCertificate
from nxql_tui.client.tls import ca_file_context, probing_context, show_client_certificate
from nxql_tui.logins.connection_form import TrustChoice
from nxql_tui.logins.form_mistakes import FormField, Mistake
from nxql_tui.logins.home_path import home_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nxql_tui.logins.connection_form import ConnectionForm

_FORBIDDEN = Mistake("You may not read this file. Ask its owner, or choose another.")


def find_file_mistakes(form: ConnectionForm) -> Mapping[FormField, Mistake]:
    """The fields that name a file which cannot be read, or not be used, from top to bottom."""
    paths = {
        FormField.TRUST_FILE: form.ca_file if form.trust is TrustChoice.CA_FILE else "",
        FormField.CLIENT_CERTIFICATE: form.client_certificate,
        FormField.CLIENT_KEY: form.client_key,
    }
    found = {field: _mistake(path.strip()) for field, path in paths.items() if path.strip()}
    mistakes = {field: mistake for field, mistake in found.items() if mistake is not None}
    return mistakes or dict(_unusable(form))


def _unusable(form: ConnectionForm) -> Iterator[tuple[FormField, Mistake]]:
    """Files that are there, and hold something else than what they are for."""
    if form.trust is TrustChoice.CA_FILE and form.ca_file.strip():
        try:
            ca_file_context(home_path(form.ca_file.strip()))
        except TrustFileError as error:
            yield FormField.TRUST_FILE, Mistake(str(error))
    if form.client_certificate.strip():
        key = home_path(form.client_key.strip()) if form.client_key.strip() else None
        try:
            show_client_certificate(
                probing_context(), ClientCertificate(home_path(form.client_certificate.strip()), key)
            )
        except TrustFileError as error:
            yield FormField.CLIENT_CERTIFICATE, Mistake(str(error))


def _mistake(text: str) -> Mistake | None:
    try:
        path = Path(text).expanduser()
        if path.is_dir():
            return Mistake("This is a folder. Type the path of a file in it.")
        if not path.exists():
            return Mistake("There is no such file. Look at the path; → completes it.")
    except RuntimeError:
        return Mistake("There is no user of that name here. Type the whole path.")
    except PermissionError:
        return _FORBIDDEN
    except (OSError, ValueError):
        return Mistake("This cannot be the path of a file. Look at it again.")
    return None if os.access(path, os.R_OK) else _FORBIDDEN
