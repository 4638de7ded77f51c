"""A question as the Web API V2 takes it, to and from its three spellings: pairs, form body and link."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


QUERY_PATH = "/2/query"
"""Where an Engine answers (`reference/web_api.md` §1 [doc])."""

EXECUTION_TIME_HEADER = "NX_EXEC_TIME"
"""The response header with the Engine's own time [client]; whole milliseconds [inferred]."""

FORM_CONTENT_TYPE = "application/x-www-form-urlencoded"
"""The content type of a POST body [client]."""


class RequestError(ValueError):
    """The parameters of a request make no question; the message names the one at fault between single quotes."""


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


DEFAULT_FORMAT = Format.HTML
"""What a request without `format` gets [inferred]: the vendor's web editor shows a table first."""

DEFAULT_PLATFORMS = (Platform.WINDOWS,)
"""What a request without `platform` targets [inferred]: the vendor's script always sends it."""

_TRUE_WORDS = frozenset({"true", "1", "yes"})
_PARAMETER = re.compile(r"p([1-9][0-9]{0,5})")


def to_pairs(request: QueryRequest) -> list[tuple[str, str]]:
    """The request parameters in the order of the vendor's script: query, format, platforms, hr, p1 and on."""
    pairs = [("query", request.query), ("format", request.format.value)]
    pairs += [("platform", platform.value) for platform in request.platforms]
    if request.human_readable:
        pairs.append(("hr", "true"))
    return pairs + [(f"p{number}", value) for number, value in sorted(request.parameters.items())]


def from_pairs(pairs: Iterable[tuple[str, str]]) -> QueryRequest:
    """The request that the parameters make.

    Unknown parameters are ignored and of a repeated single one the first holds [inferred].

    Raises:
        RequestError: There is no query, or a format or platform that is none.
    """
    single: dict[str, str] = {}
    platforms: list[Platform] = []
    parameters: dict[int, str] = {}
    for name, value in pairs:
        numbered = _PARAMETER.fullmatch(name)
        if name == "platform":
            platforms.append(_platform(value))
        elif numbered:
            parameters.setdefault(int(numbered[1]), value)
        else:
            single.setdefault(name, value)
    query = single.get("query", "")
    if not query.strip():
        raise RequestError("The parameter 'query' is missing.")
    return QueryRequest(
        query=query,
        platforms=tuple(dict.fromkeys(platforms)) or DEFAULT_PLATFORMS,
        parameters=parameters,
        format=_format(single.get("format", DEFAULT_FORMAT.value)),
        human_readable=single.get("hr", "").strip().lower() in _TRUE_WORDS,
    )


def to_form_body(request: QueryRequest) -> bytes:
    """The request as the body of a POST; blanks as `%20`."""
    return urlencode(to_pairs(request), quote_via=quote).encode("ascii")


def to_link(base_url: str, request: QueryRequest) -> str:
    """The request as a link for a GET; `base_url` is scheme, host and port."""
    return f"{base_url.rstrip('/')}{QUERY_PATH}?{urlencode(to_pairs(request), quote_via=quote)}"


def from_link(url: str) -> QueryRequest:
    """The request in a link to an Engine.

    Raises:
        RequestError: As `from_pairs`, or the link has no query string.
    """
    try:
        query = urlsplit(url).query
    except ValueError as error:
        raise RequestError(f"This is no link: {error}.") from error
    return from_pairs(read_pairs(query))


def read_pairs(text: str) -> list[tuple[str, str]]:
    """The parameters in a query string or form body: `+` and `%20` are blanks, raw brackets are accepted [client]."""
    return parse_qsl(text, keep_blank_values=True, errors="replace")


def _format(text: str) -> Format:
    try:
        return Format(text)
    except ValueError:
        raise RequestError(f"'{text}' is no format: csv, html, xml or json.") from None


def _platform(text: str) -> Platform:
    try:
        return Platform(text)
    except ValueError:
        raise RequestError(f"'{text}' is no platform: windows, mac_os or mobile.") from None
