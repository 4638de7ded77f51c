"""What holds for every test."""

from __future__ import annotations

from hypothesis import settings

# How long an example takes says nothing about what it shows, least of all on a busy machine.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")
