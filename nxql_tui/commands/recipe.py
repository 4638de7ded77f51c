"""`nxql-tui query --as`: the question written for another tool, without asking anybody."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from nxql_tui.client.recipe_subject import recipe_trust
from nxql_tui.commands.engine_choice import choose_engine
from nxql_tui.commands.errors import WrongSettings
from nxql_tui.commands.offline_check import check_leave, read_statement
from nxql_tui.commands.options import check_trust_options, parse_fingerprint
from nxql_tui.commands.standard_output import print_text
from nxql_tui.logins.trust import kept_trust
from nxql_tui.nxql.row_limit import with_row_limit
from nxql_tui.paths import find_paths
from nxql_tui.wire.recipes.recipe import Recipe, write_recipe
from nxql_tui.wire.recipes.subject import (
    CaFile,
    PinnedCertificate,
    RecipeError,
    RecipeSubject,
    RecipeTrust,
)

if TYPE_CHECKING:
    from nxql_tui.commands.engine_choice import EngineChoice, LoginOptions
    from nxql_tui.paths import Paths
    from nxql_tui.wire.request import QueryRequest


def print_recipe(recipe: Recipe, request: QueryRequest, options: LoginOptions, *, allow_update: bool) -> None:
    """Print a recipe; an update needs the same leave as for asking, and is confirmed where it is sent.

    Raises:
        click.UsageError: The options do not name one Engine and its user.
        CommandError, AddressError, ConnectionsFileError, KnownEnginesError: As their trees say.
    """
    _check_usage(recipe, options)
    paths = find_paths()
    parsed = read_statement(request.query, request.parameters)
    chosen = choose_engine(options, paths)
    check_leave(parsed, allow_update=allow_update or chosen.allow_update)
    if chosen.connection is not None and chosen.connection.row_limit is not None:
        # As `query` itself asks it.
        request = replace(request, query=with_row_limit(request.query, chosen.connection.row_limit))
    subject = RecipeSubject(chosen.address.base_url, chosen.user, request, _trust(chosen, options, paths))
    try:
        text = write_recipe(recipe, subject)
    except RecipeError as error:
        raise WrongSettings(str(error)) from error
    print_text(text)


def _check_usage(recipe: Recipe, options: LoginOptions) -> None:
    if options.engine is None and options.connection is None:
        raise click.UsageError("A recipe names the Engine it asks: give --engine HOST[:PORT] or --connection NAME.")
    # A link has no place for a user.
    if options.connection is None and not options.user and recipe is not Recipe.URL:
        raise click.UsageError("Name the user with --user NAME.")
    check_trust_options(options.ca_file, options.fingerprint)


def _trust(chosen: EngineChoice, options: LoginOptions, paths: Paths) -> RecipeTrust:
    """As for asking, but nothing is compared yet: that is for the tool to do."""
    if options.fingerprint is not None:
        return PinnedCertificate(parse_fingerprint(options.fingerprint))
    if options.ca_file is not None:
        return CaFile(str(options.ca_file.absolute()))
    return recipe_trust(kept_trust(chosen.connection, chosen.address, paths))
