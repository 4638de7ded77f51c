"""The places of this host that may hold a password."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nxql_tui.accounts.password_stores import PasswordStore
    from nxql_tui.paths import Paths


def asked_stores(paths: Paths) -> list[PasswordStore]:
    """Those that can be asked to forget one; the others are said."""
    from nxql_tui.accounts.password_stores import find_rungs
    from nxql_tui.commands.terminal import say
    from nxql_tui.logins.passwords import not_asked
    from nxql_tui.settings import settings_or_defaults

    settings, _ = settings_or_defaults(paths.settings)
    rungs = find_rungs(settings.kernel_keyring_hours)
    for sentence in not_asked(rungs):
        say(sentence)
    return [rung.store for rung in rungs if rung.store is not None]
