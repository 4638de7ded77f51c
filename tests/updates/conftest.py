"""The fixtures of `hostile_servers.py`."""

from __future__ import annotations

from hostile_servers import authority, closed_port, desk, identities, self_signed, signed, street

__all__ = ["authority", "closed_port", "desk", "identities", "self_signed", "signed", "street"]
