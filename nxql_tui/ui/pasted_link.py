"""A link to an Engine, pasted to be asked: as the vendor's web editor gives it, and as we copy it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.client.address import parse_address
from nxql_tui.client.errors import AddressError
from nxql_tui.library.drafts import Draft, Switches
from nxql_tui.visible_text import visible_line, visible_text
from nxql_tui.wire.request import RequestError, base_of_link, from_link

if TYPE_CHECKING:
    from nxql_tui.client.address import EngineAddress
    from nxql_tui.wire.request import QueryRequest


@dataclass(frozen=True, slots=True)
class PastedLink:
    """What a link fills."""

    draft: Draft
    engine: str
    """Whom it would ask: host and port, or what stands in their place."""

    def note(self, connected: EngineAddress | None) -> str:
        """One sentence on what was filled, and on the Engine when it is another than the one connected."""
        switches = self.draft.switches
        filled = ["query", *(platform.value for platform in switches.platforms)]
        if switches.human_readable:
            filled.append("Formatted")
        filled += [f"%{number}" for number in sorted(self.draft.parameters)]
        facts = f"Filled from the link: {', '.join(filled)}"
        if connected is None or str(connected) == self.engine:
            return facts
        return f"The link is to {self.engine}, not the Engine connected · {facts}"


def read_pasted_link(text: str) -> PastedLink:
    """What a link would ask.

    Raises:
        RequestError: It makes no question, or one with characters that no screen can show.
    """
    request = from_link(text)
    query = request.query.replace("\r\n", "\n").replace("\r", "\n")
    _check_shown(query, request)
    switches = Switches(request.platforms, request.human_readable)
    draft = Draft(query, switches=switches, parameters=request.parameters, cursor=len(query))
    return PastedLink(draft, _engine(base_of_link(text)))


def _check_shown(query: str, request: QueryRequest) -> None:
    """Decoding can give control characters, which a terminal would obey."""
    if visible_text(query) != query:
        raise RequestError("The 'query' holds characters that do not show.")
    hidden = [number for number, value in sorted(request.parameters.items()) if visible_line(value) != value]
    if hidden:
        raise RequestError(f"The parameter 'p{hidden[0]}' holds characters that do not show, or several lines.")


def _engine(base_url: str) -> str:
    try:
        return str(parse_address(base_url))
    except AddressError:
        return base_url.partition("://")[2]
