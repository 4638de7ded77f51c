"""What works on this host and on the way to an Engine, found out step by step."""
