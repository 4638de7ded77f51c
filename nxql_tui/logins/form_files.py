"""Whether the files that the form of a connection names are there: it looks at the disk, so it may take a while."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from nxql_tui.logins.connection_form import TrustChoice
from nxql_tui.logins.form_mistakes import FormField, Mistake

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nxql_tui.logins.connection_form import ConnectionForm

_FORBIDDEN = Mistake("You may not read this file. Ask its owner, or choose another.")


def find_file_mistakes(form: ConnectionForm) -> Mapping[FormField, Mistake]:
    """The fields that name a file which cannot be read, from top to bottom."""
    paths = {
        FormField.TRUST_FILE: form.ca_file if form.trust is TrustChoice.CA_FILE else "",
        FormField.CLIENT_CERTIFICATE: form.client_certificate,
        FormField.CLIENT_KEY: form.client_key,
    }
    found = {field: _mistake(path.strip()) for field, path in paths.items() if path.strip()}
    return {field: mistake for field, mistake in found.items() if mistake is not None}


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
