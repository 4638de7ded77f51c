"""The servers of the client's tests: whoever treats the client badly treats the doctor so too."""

from __future__ import annotations

from tests.client.conftest import authority, closed_port, identities, self_signed, signed, street

__all__ = ["authority", "closed_port", "identities", "self_signed", "signed", "street"]
