"""Looking for mistakes in the form of a connection beside the screen: files may be far away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from nxql_tui.logins.form_files import find_file_mistakes
from nxql_tui.logins.form_mistakes import FormField, Mistake, find_mistakes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from nxql_tui.logins.connection_form import ConnectionForm


@dataclass
class FormChecked(Message):
    """It is known what is wrong with a form."""

    form: ConnectionForm
    """What was looked at."""
    mistakes: Mapping[FormField, Mistake]
    """From top to bottom."""
    left: FormField | None
    """The field that was left; None where the form is to be saved."""


def check_form(
    form: ConnectionForm, taken: Collection[str], left: FormField | None, post: Callable[[Message], object]
) -> None:
    """Look for every mistake, and post what was found."""
    found = {**find_file_mistakes(form), **find_mistakes(form, taken)}
    post(FormChecked(form, {field: found[field] for field in FormField if field in found}, left))
