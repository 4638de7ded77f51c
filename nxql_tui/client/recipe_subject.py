"""What a recipe says of the connection it is written for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.client.certificate import fingerprint
from nxql_tui.client.trust import CaFileTrust, PinnedTrust, SystemTrust, Trust
from nxql_tui.wire.recipes.subject import CaFile, PinnedCertificate, RecipeSubject, RecipeTrust, SystemStore

if TYPE_CHECKING:
    from nxql_tui.client.engine_client import EngineClient
    from nxql_tui.wire.request import QueryRequest


def recipe_subject(client: EngineClient, request: QueryRequest) -> RecipeSubject:
    """The Engine, user and certificate of a connection, with a request."""
    return RecipeSubject(client.address.base_url, client.user, request, recipe_trust(client.trust))


def recipe_trust(trust: Trust) -> RecipeTrust:
    """The same trust in the words of recipes."""
    match trust:
        case SystemTrust():
            return SystemStore()
        case CaFileTrust(path):
            return CaFile(str(path.absolute()))
        case PinnedTrust(certificate):
            return PinnedCertificate(fingerprint(certificate))
