"""Certificates of the hostile servers."""

from __future__ import annotations

from hostile_servers import identities, self_signed

__all__ = ["identities", "self_signed"]
