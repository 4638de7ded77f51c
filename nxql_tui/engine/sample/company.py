"""The whole company, in the order its parts need each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from nxql_tui.engine.sample.connections import build_connections
from nxql_tui.engine.sample.device_dynamic import DEVICE_DYNAMIC_FIELDS
from nxql_tui.engine.sample.device_events import build_device_events
from nxql_tui.engine.sample.devices import build_devices
from nxql_tui.engine.sample.draws import define_draws
from nxql_tui.engine.sample.executions import build_executions
from nxql_tui.engine.sample.hardware import build_hardware
from nxql_tui.engine.sample.network import DESTINATION_DYNAMIC_FIELDS, build_network, build_peers
from nxql_tui.engine.sample.packages import PACKAGE_DYNAMIC_FIELDS, build_packages
from nxql_tui.engine.sample.people import build_people
from nxql_tui.engine.sample.places import COST_CENTERS, build_sites
from nxql_tui.engine.sample.presence import build_presence
from nxql_tui.engine.sample.software import (
    APPLICATION_DYNAMIC_FIELDS,
    BINARY_DYNAMIC_FIELDS,
    EXECUTABLE_DYNAMIC_FIELDS,
    build_programs,
    build_software,
)
from nxql_tui.engine.sample.user_events import build_user_events
from nxql_tui.engine.sample.users import USER_DYNAMIC_FIELDS, build_users

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from duckdb import DuckDBPyConnection

    from nxql_tui.engine.catalog import DynamicField


@dataclass(frozen=True, slots=True)
class CompanySize:
    """How much sample data there is, and which."""

    devices: int
    """How many devices of all platforms."""
    seed: int
    """The same seed gives the same company; a larger one of the same seed holds the same devices, and more."""
    now: datetime
    """The moment the data ends."""
    days: int = 14
    """How many whole days of activity there are before the one that `now` is in."""
    events_per_device_day: int = 50
    """How many events of all kinds there are on average."""
    first_device: int = 1
    """The number of the first device: the same number is the same device in every company of a seed."""

    @property
    def beginning(self) -> datetime:
        """Midnight of the first day with activity."""
        return self.now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=self.days)

    @property
    def events(self) -> int:
        """About how many events there are in all."""
        return self.devices * self.days * self.events_per_device_day


def build_company(connection: DuckDBPyConnection, size: CompanySize) -> Mapping[str, tuple[DynamicField, ...]]:
    """Make every table of the sample.

    Returns:
        The object tables, each with its dynamic fields.
    """
    define_draws(connection, size.seed, size.now)
    build_sites(connection)
    build_people(connection, size.first_device - 1 + size.devices)
    build_hardware(connection)
    build_devices(connection, size.first_device, size.devices, size.now)
    build_users(connection, COST_CENTERS, size.beginning, size.now)
    build_programs(connection)
    build_packages(connection, size.beginning)
    build_peers(connection)
    build_presence(connection, size.events, size.days, size.now)
    build_executions(connection)
    build_connections(connection)
    build_device_events(connection)
    build_user_events(connection)
    build_software(connection, size.beginning)
    build_network(connection, size.beginning)
    return {
        "application": APPLICATION_DYNAMIC_FIELDS,
        "binary": BINARY_DYNAMIC_FIELDS,
        "destination": DESTINATION_DYNAMIC_FIELDS,
        "device": DEVICE_DYNAMIC_FIELDS,
        "domain": (),
        "executable": EXECUTABLE_DYNAMIC_FIELDS,
        "package": PACKAGE_DYNAMIC_FIELDS,
        "port": (),
        "printer": (),
        "service": (),
        "url_path": (),
        "user": USER_DYNAMIC_FIELDS,
    }
