"""What holds for every test."""

from __future__ import annotations

import gc

from hypothesis import settings

# How long an example takes says nothing about what it shows, least of all on a busy machine.
# Thirty examples each keep the whole suite below ten minutes on two cores.
settings.register_profile("suite", deadline=None, max_examples=30)
settings.load_profile("suite")

# Textual makes and drops many small objects, none of them in large cycles: with the collector's default of 700 a third
# of the time goes into looking for garbage among what every test needs.
gc.set_threshold(50_000, 20, 100)
