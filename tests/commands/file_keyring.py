"""A keyring for tests, to be named in PYTHON_KEYRING_BACKEND: what one program keeps the next one finds."""

from __future__ import annotations

import json
import os
from pathlib import Path

import keyring.backend
import keyring.errors

FILE_VARIABLE = "FILE_KEYRING"
"""Holds where its file is; without a file it takes nothing."""


class FileKeyring(keyring.backend.KeyringBackend):
    """Keeps passwords in a file, in the clear."""

    priority = 1  # type: ignore[assignment]

    def get_password(self, service: str, username: str) -> str | None:
        return read(_file()).get(_key(service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if not _file().exists():
            raise keyring.errors.PasswordSetError("it is read-only")
        _file().write_text(json.dumps(read(_file()) | {_key(service, username): password}))

    def delete_password(self, service: str, username: str) -> None:
        _file().write_text(
            json.dumps({key: one for key, one in read(_file()).items() if key != _key(service, username)})
        )


def read(file: Path) -> dict[str, str]:
    """What a keyring holds, by service and user."""
    return dict(json.loads(file.read_text())) if file.exists() else {}


def _file() -> Path:
    return Path(os.environ[FILE_VARIABLE])


def _key(service: str, user: str) -> str:
    return f"{service} {user}"
