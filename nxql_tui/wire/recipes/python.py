"""Python with httpx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.wire.recipes.subject import CaFile, PinnedCertificate
from nxql_tui.wire.request import to_pairs

if TYPE_CHECKING:
    from nxql_tui.wire.recipes.subject import RecipeSubject

PASSWORD_VARIABLE = "NXQL_TUI_PASSWORD"  # noqa: S105  its name
"""The variable that our own command reads too."""


def write_python(subject: RecipeSubject) -> str:
    """The request as a program that writes the answer to standard output."""
    modules = ["getpass", "os", "ssl", "sys"]
    if _is_fetched(subject):
        modules.insert(1, "hashlib")
    prompt = f"Password of {subject.user} at {subject.authority}: "
    return "\n".join(
        (
            *(f"import {module}" for module in modules),
            "",
            "import httpx",
            "",
            *_context(subject),
            f'password = os.environ.get("{PASSWORD_VARIABLE}") or getpass.getpass({prompt!r})',
            "answer = httpx.post(",
            f"    {subject.query_url!r},",
            "    data={",
            *_form(subject),
            "    },",
            f"    auth=({subject.user!r}, password),",
            "    verify=context,",
            "    timeout=httpx.Timeout(10, read=None),",
            ")",
            "answer.raise_for_status()",
            "sys.stdout.buffer.write(answer.content)",
        )
    )


def _is_fetched(subject: RecipeSubject) -> bool:
    return isinstance(subject.trust, PinnedCertificate) and subject.trust.pem_file is None


def _context(subject: RecipeSubject) -> list[str]:
    match subject.trust:
        case CaFile(path):
            return [f"context = ssl.create_default_context(cafile={path!r})"]
        case PinnedCertificate(_, str(path)):
            return [f"context = ssl.create_default_context(cafile={path!r})", *_anchored()]
        case PinnedCertificate(sha256):
            return [
                f"certificate = ssl.get_server_certificate(({subject.host!r}, {subject.port}))",
                "seen = hashlib.sha256(ssl.PEM_cert_to_DER_cert(certificate)).hexdigest()",
                f"if seen != {sha256.replace(':', '').lower()!r}:",
                '    sys.exit("The Engine does not show the pinned certificate; nothing was sent to it.")',
                "context = ssl.create_default_context(cadata=certificate)",
                *_anchored(),
            ]
        case _:
            # The system's store, not the one that httpx brings.
            return ["context = ssl.create_default_context()"]


def _anchored() -> list[str]:
    """A certificate that another has signed is trusted by itself."""
    return ["context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN"]


def _form(subject: RecipeSubject) -> list[str]:
    values: dict[str, list[str]] = {}
    for name, value in to_pairs(subject.request):
        values.setdefault(name, []).append(value)
    lines: list[str] = []
    for name, several in values.items():
        if len(several) > 1:
            lines.append(f"        {name!r}: {several!r},")
        else:
            lines += _field(name, several[0])
    return lines


def _field(name: str, value: str) -> list[str]:
    """A value of several lines stands on several lines."""
    pieces = value.splitlines(keepends=True)
    if len(pieces) < 2:
        return [f"        {name!r}: {value!r},"]
    return [f"        {name!r}: (", *(f"            {piece!r}" for piece in pieces), "        ),"]
