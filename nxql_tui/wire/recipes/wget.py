"""GNU wget: it encodes nothing by itself, and asks for the password when it is told to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.wire.recipes.shell import NO_FOLDER, command, trusting, word
from nxql_tui.wire.request import to_form_body

if TYPE_CHECKING:
    from nxql_tui.wire.recipes.subject import RecipeSubject


def write_wget(subject: RecipeSubject) -> str:
    """The request for wget; its exit code says how it went (6 is a wrong password)."""

    def ask(certificate: str | None) -> str:
        # Sent once: wget would try twenty times. Redirects could take the question elsewhere.
        parts = ["wget --quiet --tries=1 --max-redirect=0", f"--user={word(subject.user)} --ask-password"]
        if certificate is not None:
            parts.append(f"--ca-certificate={certificate} --ca-directory={NO_FOLDER}")
        parts.append(f"--post-data={word(to_form_body(subject.request).decode('ascii'))}")
        return command([*parts, "--output-document=-", word(subject.query_url)])

    return trusting(subject, ask)
