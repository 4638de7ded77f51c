"""How an embedded Engine is started, and what is refused before it is."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING

from nxql_tui.engine.errors import SettingsError
from nxql_tui.wire.credentials import Secret

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

LAST_PORT = 65535
MOST_DEVICES = 1_000_000
MOST_DAYS = 400
MOST_EVENTS_PER_DEVICE_DAY = 10_000

DEFAULT_PASSWORD = Secret("admin")
"""Good enough where only this machine can ask."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineSettings:
    """Everything that can be chosen about an embedded Engine."""

    certificate_folder: Path
    """Where a self-signed certificate is kept that is made on first use."""
    host: str = "127.0.0.1"
    """The address listened on."""
    port: int = 0
    """0 lets the system pick one."""
    devices: int = 2000
    """How many sample devices there are."""
    days: int = 14
    """How many whole days of activity there are."""
    events_per_device_day: int = 50
    """How many events of all kinds there are on average."""
    first_device: int = 1
    """The number of the first sample device; the same number is the same device in every Engine of a seed."""
    seed: int = 1
    """The same seed gives the same sample data."""
    user: str = "admin"
    password: Secret = DEFAULT_PASSWORD
    """The password of `user`, and of the account `reader`, which may not edit categories."""
    licensed: bool = True
    """Without a licence every question is answered by 403."""
    now: datetime | None = None
    """What `now` is in a query and in the sample data, in the Engine's zone; None is the moment of the start."""
    database: Path | None = None
    """A file to hold the data as long as the Engine runs, where memory is short; None holds it in memory."""
    certificate: Path | None = None
    """A certificate of one's own with its chain, as PEM."""
    key: Path | None = None
    """Its key, as PEM; None when the key stands in the certificate's file."""


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def is_any_address(host: str) -> bool:
    """Whether the address stands for all addresses of this machine."""
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return False


def check_settings(settings: EngineSettings) -> None:
    """Refuse settings an Engine must not be started with.

    Raises:
        SettingsError: One of them means nothing, or would let strangers in.
    """
    if not settings.host:
        raise SettingsError("The host to listen on is empty: give an address such as 127.0.0.1.")
    if not 0 <= settings.port <= LAST_PORT:
        raise SettingsError(
            f"The port {settings.port} does not exist: give one from 0 to {LAST_PORT}; 0 picks a free one."
        )
    _check_size(settings)
    if not settings.user or ":" in settings.user:
        raise SettingsError("The user name must hold something, and no colon: HTTP Basic authentication forbids it.")
    if settings.key is not None and settings.certificate is None:
        raise SettingsError("A key was given without a certificate: give both, or neither.")
    if not is_loopback(settings.host) and settings.password in {DEFAULT_PASSWORD, Secret("")}:
        raise SettingsError(
            f"On {settings.host} other machines could ask with the password everybody knows: "
            "give a password of your own, or listen on 127.0.0.1."
        )
    if settings.now is not None and settings.now.tzinfo is not None:
        raise SettingsError("The Engine's now is a local time: give it without a time zone.")


def _check_size(settings: EngineSettings) -> None:
    for what, number, least, most in (
        ("devices", settings.devices, 0, MOST_DEVICES),
        ("days", settings.days, 1, MOST_DAYS),
        ("events per device and day", settings.events_per_device_day, 1, MOST_EVENTS_PER_DEVICE_DAY),
        ("first device", settings.first_device, 1, MOST_DEVICES * 100),
    ):
        if not least <= number <= most:
            raise SettingsError(f"{what.capitalize()}: {number:,} is out of bounds, give {least} to {most:,}.")
