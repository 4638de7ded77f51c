"""Where the program begins: `nxql-tui`, or `python -m nxql_tui`."""

from __future__ import annotations

import sys


def run() -> None:
    """Run the command line and end the process with its exit code."""
    from nxql_tui.commands.main import main

    sys.exit(main())


if __name__ == "__main__":
    run()
