"""`nxql-tui config`: the settings, one module a command."""
