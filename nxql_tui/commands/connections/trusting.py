"""`nxql-tui connections trust`: its options."""

from __future__ import annotations

import click

from nxql_tui.commands.exit_codes import ExitCode
from nxql_tui.commands.options import parse_fingerprint


@click.command("trust", short_help="Look at a certificate, and pin it.")
@click.argument("name", metavar="NAME|HOST[:PORT]")
@click.option("--engine", metavar="HOST[:PORT]", help="Only this Engine of a site.")
@click.option("--all", "with_engines", is_flag=True, help="Of a site the Portal and all Engines that it reaches.")
@click.option("--fingerprint", metavar="SHA256", help="Pin it without a question when it has this fingerprint.")
@click.option("--accept-expired", is_flag=True, help="Let it through outside its dates too.")
@click.option("--replace", is_flag=True, help="Pin it in place of another certificate.")
@click.option("--yes", "confirmed", is_flag=True, help="Pin what is shown, without a question; better: --fingerprint.")
@click.option("--forget", is_flag=True, help="Take the pinned certificate away.")
def command(
    name: str,
    engine: str | None,
    with_engines: bool,
    fingerprint: str | None,
    accept_expired: bool,
    replace: bool,
    confirmed: bool,
    forget: bool,
) -> int:
    """Show the certificate of a connection's Engine, or of an address, and pin it when you type yes.

    Nothing but the handshake is sent. Compare the SHA-256 with what the Engine's owner reads to you. Of a site whose
    Engines a Portal lists it is the Portal's own certificate; --engine names one of its Engines, and --all goes on with
    all of them, for which the Portal is asked with the user's password. What several share is confirmed once.
    """
    if with_engines and (engine or forget):
        raise click.UsageError("--all is for pinning the Engines of a whole site: leave --engine and --forget out.")
    if forget and (fingerprint or accept_expired or replace or confirmed):
        raise click.UsageError("--forget takes a pin away: leave out the options that are for pinning.")
    wanted = None if fingerprint is None else parse_fingerprint(fingerprint)
    # The client is needed only when the command line is right.
    from nxql_tui.commands.connections.pinning import Pinning, PinWish, forget_pins_of
    from nxql_tui.commands.connections.pinning_subject import engines_behind, find_subject
    from nxql_tui.commands.precautions import precautions
    from nxql_tui.paths import find_paths

    paths = find_paths()
    subject = find_subject(name, engine, paths)
    if forget:
        forget_pins_of(subject, paths)
        return ExitCode.DONE
    wish = PinWish(wanted, accept_expired=accept_expired, replaces=replace, confirmed=confirmed)
    pinning = Pinning(wish, paths)
    with precautions():
        ending = pinning.pin_all(subject)
        if with_engines and subject.is_portal and ending is ExitCode.DONE:
            return pinning.pin_all(engines_behind(subject, paths))
        if subject.is_portal:
            pinning.say_how_to_go_on()
        return ending
