"""A question as the Web API V2 takes it, to and from its three spellings: pairs, form body and link."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode

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
_LINK = re.compile(rf"https://(?P<authority>[^/?#\s]+){QUERY_PATH}/?\?", re.IGNORECASE)
_AROUND_LINK = {"<": ">", '"': '"', "'": "'", "`": "`", "“": "”", "‘": "’", "«": "»"}
_BEFORE_LINK = f" \t\r\n{''.join(_AROUND_LINK)}"


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


def from_link(text: str) -> QueryRequest:
    """The request in a link to an Engine, however it was copied.

    Blanks, quotes or `<…>` may surround it, line ends may have come into it, and it may hold brackets, blanks and `#`
    as they are: a link to an Engine has no fragment.

    Raises:
        RequestError: As `from_pairs`, or the link has no query string.
    """
    _, _, query = _unwrapped(text).partition("?")
    return from_pairs((name.strip().removeprefix("amp;"), value) for name, value in read_pairs(query))


def looks_like_link(text: str) -> bool:
    """Whether a text is a link that asks an Engine something: `https://HOST[:PORT]/2/query?…`."""
    return _LINK.match(text.lstrip(_BEFORE_LINK)) is not None


def base_of_link(text: str) -> str:
    """Scheme, host and port in a link, as they stand there; a user name or password before the host is left out.

    Raises:
        RequestError: The text does not look like a link.
    """
    found = _LINK.match(text.lstrip(_BEFORE_LINK))
    if found is None:
        raise RequestError(f"This is no link to an Engine, as in https://engine.example.com:1671{QUERY_PATH}?query=….")
    return f"https://{found['authority'].rpartition('@')[2]}"


def read_pairs(text: str) -> list[tuple[str, str]]:
    """The parameters in a query string or form body: `+` and `%20` are blanks, raw brackets are accepted [client]."""
    return parse_qsl(text, keep_blank_values=True, errors="replace")


def _unwrapped(text: str) -> str:
    """A link on one line, without what surrounds it.

    Line ends come from a terminal that is too narrow; in a link with blanks they stand for one.
    """
    lines = [line.strip() for line in re.split(r"[\r\n]+", text.strip())]
    link = (" " if any(" " in line for line in lines) else "").join(lines)
    while len(link) > 1 and _AROUND_LINK.get(link[0]) == link[-1]:
        link = link[1:-1].strip()
    return link


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
