"""The whole company, in the order its parts need each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nxql_tui.engine.sample.device_dynamic import DEVICE_DYNAMIC_FIELDS
from nxql_tui.engine.sample.devices import build_devices
from nxql_tui.engine.sample.draws import define_draws
from nxql_tui.engine.sample.hardware import build_hardware
from nxql_tui.engine.sample.people import build_people
from nxql_tui.engine.sample.places import build_sites

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


def build_company(connection: DuckDBPyConnection, size: CompanySize) -> Mapping[str, tuple[DynamicField, ...]]:
    """Make every table of the sample.

    Returns:
        The tables that can be asked, each with its dynamic fields.
    """
    define_draws(connection, size.seed)
    build_sites(connection)
    build_people(connection, size.devices)
    build_hardware(connection)
    build_devices(connection, size.devices, size.now)
    return {"device": DEVICE_DYNAMIC_FIELDS}
