"""Terminals of several makes that tell whether what changed, sent alone, shows what the whole would have shown."""
