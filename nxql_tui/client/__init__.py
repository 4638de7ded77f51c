"""Talking to Engines: address, trust, the engine client and its typed errors."""
