"""`nxql-tui connections`: saved connections and pinned certificates from the command line."""
