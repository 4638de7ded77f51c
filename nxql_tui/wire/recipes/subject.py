"""What a recipe is about: who asks which Engine what, and whose certificate it may show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlsplit

from nxql_tui.wire.request import QUERY_PATH

if TYPE_CHECKING:
    from nxql_tui.wire.request import QueryRequest

_HTTPS_PORT = 443


class RecipeError(ValueError):
    """A request cannot be written for a tool; the message says why and what to try."""


@dataclass(frozen=True, slots=True)
class SystemStore:
    """The certificates that the system trusts where the recipe runs."""


@dataclass(frozen=True, slots=True)
class CaFile:
    """The certificates in a PEM file, and those they signed."""

    path: str
    """As the tool shall find it: best an absolute path."""


@dataclass(frozen=True, slots=True)
class PinnedCertificate:
    """One certificate and no other."""

    sha256: str
    """Of the certificate in DER: 32 bytes in capital hexadecimal, separated by colons."""
    pem_file: str | None = None
    """Where the certificate stands in PEM; None when it stands nowhere."""


RecipeTrust: TypeAlias = SystemStore | CaFile | PinnedCertificate


@dataclass(frozen=True, slots=True)
class RecipeSubject:
    """Everything a recipe tells another tool; the password is never part of it."""

    base_url: str
    """Scheme, host and port: `https://engine.example.com:1671`."""
    user: str
    """Who asks; a link does without."""
    request: QueryRequest
    trust: RecipeTrust = field(default_factory=SystemStore)

    @property
    def query_url(self) -> str:
        """Where the question goes."""
        return f"{self.base_url.rstrip('/')}{QUERY_PATH}"

    @property
    def authority(self) -> str:
        """Host and port as a URL has them, an IPv6 address in brackets."""
        return urlsplit(self.base_url).netloc

    @property
    def host(self) -> str:
        """The host alone, an IPv6 address without brackets."""
        return urlsplit(self.base_url).hostname or ""

    @property
    def port(self) -> int:
        """The port."""
        return urlsplit(self.base_url).port or _HTTPS_PORT
