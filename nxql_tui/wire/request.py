"""A question as the Web API V2 takes it, to and from its three spellings: pairs, form body and link."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Format(StrEnum):
    """The formats an Engine can answer in."""

    CSV = "csv"
    HTML = "html"
    XML = "xml"
    JSON = "json"


class Platform(StrEnum):
    """The platforms a query can target."""

    WINDOWS = "windows"
    MAC_OS = "mac_os"
    MOBILE = "mobile"


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """A query with everything else the Web API takes."""

    query: str
    """NXQL text, sent as it stands: placeholders are filled by the Engine."""
    platforms: tuple[Platform, ...] = (Platform.WINDOWS,)
    parameters: Mapping[int, str] = field(default_factory=dict)
    """The value of `%N` by its number; sent as `pN`."""
    format: Format = Format.CSV
    human_readable: bool = False
    """The `hr` parameter: numbers scaled to their best unit. An Engine ignores it for json."""
