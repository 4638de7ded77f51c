"""The log of updates, `audit.log`: what was sent to change an Engine, one line of JSON each time.

```
{"time": "2026-11-23T10:15:00.000000+00:00", "state": "sending", "update": "9f…", "user": "alice",
 "connection": "production", "address": "engine.example.com:1671", "objects": 12, "statement": "(update …)"}
```

A line is on the disk before the update is sent, and another when it has ended; both bear the same `update`.
"""

from __future__ import annotations

import json
import os
import stat
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import uuid4

from nxql_tui.file_lock import wait_for_turn
from nxql_tui.library.errors import AuditError
from nxql_tui.private_files import FILE_MODE, private_folder

if TYPE_CHECKING:
    from pathlib import Path

_DELETE = "\x7f"
"""The one control character that JSON leaves as it is."""


class AuditState(StrEnum):
    """How far an update has come."""

    SENDING = "sending"
    """It is about to be sent; without a later line nobody knows whether it was."""
    DONE = "done"
    FAILED = "failed"
    """It was refused, or no answer came: then it may have been carried out nonetheless."""


@dataclass(frozen=True, slots=True)
class AuditedUpdate:
    """An update that is about to be sent."""

    statement: str
    """The NXQL as the Engine gets it."""
    user: str
    """The name it is sent under."""
    connection: str
    """The name of the connection."""
    address: str
    objects: int | None
    """How many it would change, as counted before; None when nobody counted."""


@dataclass(frozen=True, slots=True)
class SentUpdate:
    """An update whose sending has been written down."""

    id: str
    """Ties the lines of one update together."""
    update: AuditedUpdate


class AuditLog:
    """Appends to the file, which need not exist; several programs may at once."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def record_sending(self, update: AuditedUpdate) -> SentUpdate:
        """Write down that an update is about to be sent.

        Raises:
            AuditError: It cannot be written down; the update must not be sent.
        """
        sent = SentUpdate(uuid4().hex, update)
        try:
            self._append(_line(sent, AuditState.SENDING, update.objects, ""))
        except OSError as error:
            raise AuditError(f"The update is not sent, for {self._trouble(error)}") from error
        return sent

    def record_done(self, sent: SentUpdate, objects: int | None) -> None:
        """Write down that the Engine has carried it out, and how many objects it says it has changed.

        Raises:
            AuditError: It cannot be written down; the update has been carried out.
        """
        self._record_end(sent, AuditState.DONE, objects, "")

    def record_failed(self, sent: SentUpdate, message: str) -> None:
        """Write down why it failed.

        Raises:
            AuditError: It cannot be written down.
        """
        self._record_end(sent, AuditState.FAILED, None, message)

    def _record_end(self, sent: SentUpdate, state: AuditState, objects: int | None, message: str) -> None:
        try:
            self._append(_line(sent, state, objects, message))
        except OSError as error:
            raise AuditError(f"The update was sent ({state.value}), but {self._trouble(error)}") from error

    def _append(self, line: bytes) -> None:
        private_folder(self._path.parent)
        descriptor = os.open(self._path, os.O_RDWR | os.O_APPEND | os.O_CREAT, FILE_MODE)
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise OSError(None, "It is no ordinary file")
            if status.st_mode & 0o777 & ~FILE_MODE:
                self._path.chmod(FILE_MODE)
            # Of a line that is just being written a part can be seen.
            wait_for_turn(descriptor)
            if _ends_within_a_line(descriptor):
                line = b"\n" + line
            if os.write(descriptor, line) != len(line):
                raise OSError(None, "No space left on device")
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _trouble(self, error: OSError) -> str:
        return f"{self._path} cannot be written: {error.strerror}. Make it writable; updates are sent only with a log."


def _line(sent: SentUpdate, state: AuditState, objects: int | None, message: str) -> bytes:
    content: dict[str, str | int | None] = {
        "time": datetime.now(UTC).isoformat(timespec="microseconds"),
        "state": state.value,
        "update": sent.id,
        "user": sent.update.user,
        "connection": sent.update.connection,
        "address": sent.update.address,
        "objects": objects,
        "statement": sent.update.statement,
    }
    if message:
        content["message"] = message
    return json.dumps(content).replace(_DELETE, "\\u007f").encode("ascii") + b"\n"


def _ends_within_a_line(descriptor: int) -> bool:
    """Whether the file's last line is cut, as by a full disk."""
    if os.lseek(descriptor, 0, os.SEEK_END) == 0:
        return False
    os.lseek(descriptor, -1, os.SEEK_END)
    return os.read(descriptor, 1) != b"\n"
