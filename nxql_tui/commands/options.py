"""How the texts of options become values."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import click

from nxql_tui.intervals import SHORTEST_INTERVAL, parse_interval
from nxql_tui.wire.request import Format, Platform

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_SEPARATORS = re.compile(r"[\s:-]")
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_NUMBERED = re.compile(r"([1-9][0-9]*)=(.*)", re.DOTALL)

answer_format = click.option(
    "--format",
    "format_name",
    type=click.Choice([one.value for one in Format]),
    help="What the answer is in; csv has TABs or commas. [default: by the ending of the file, else csv]",
)
"""For commands that read answers from files."""


def positive_seconds(text: str) -> float:
    """A positive number of seconds; an option's `type`.

    Raises:
        ValueError: It is none; click turns this into wrong usage.
    """
    seconds = float(text)
    if not (0 < seconds < math.inf):
        raise ValueError
    return seconds


def interval(text: str) -> float:
    """The seconds of `30s`, `5min`, `1h`; an option's `type`.

    Raises:
        click.UsageError: It is no interval, or too short.
    """
    seconds = parse_interval(text)
    if seconds is None:
        raise click.BadParameter(
            f"'{text}' is no interval: write 30s, 5min or 1h; {SHORTEST_INTERVAL:g}s at least.",
            param_hint="'--every'",
        )
    return seconds


def parse_platforms(texts: Sequence[str]) -> tuple[Platform, ...]:
    """The platforms of all `--platform` options, each once; `windows` when none is given.

    Raises:
        click.UsageError: A word is no platform.
    """
    words = [word.strip() for text in texts for word in text.split(",")]
    known = [platform.value for platform in Platform]
    for word in words:
        if word not in known:
            raise click.BadParameter(
                f"'{word}' is no platform; there are {', '.join(known)}.", param_hint="'--platform'"
            )
    return tuple(dict.fromkeys(Platform(word) for word in words)) or (Platform.WINDOWS,)


def parse_parameters(texts: Sequence[str]) -> dict[int, str]:
    """The parameters of all `--param` options by number.

    `N=VALUE` names its number. Any other text is the next in order: the first of these is 1, the second 2. A
    value that itself begins with digits and `=` must therefore be given with its number: `1=7=7` is `7=7`.

    Raises:
        click.UsageError: A number is given twice.
    """
    parameters: dict[int, str] = {}
    in_order = 0
    for text in texts:
        numbered = _NUMBERED.fullmatch(text)
        if numbered:
            number, value = int(numbered[1]), numbered[2]
        else:
            in_order += 1
            number, value = in_order, text
        if number in parameters:
            raise click.BadParameter(f"parameter {number} is given twice.", param_hint="'--param'")
        parameters[number] = value
    return parameters


def check_trust_options(ca_file: Path | None, fingerprint: str | None) -> None:
    """See whether at most one of the two is given.

    Raises:
        click.UsageError: Both are.
    """
    if ca_file is not None and fingerprint is not None:
        raise click.UsageError("Give --ca-file or --fingerprint, not both.")


def parse_fingerprint(text: str) -> str:
    """The SHA-256 of a certificate as people write it, in capital hexadecimal separated by colons.

    Raises:
        click.UsageError: It is none.
    """
    digits = _SEPARATORS.sub("", text)
    if not _SHA256.fullmatch(digits):
        raise click.BadParameter("a SHA-256 has 64 hexadecimal digits.", param_hint="'--fingerprint'")
    return bytes.fromhex(digits).hex(":").upper()
