"""A program that runs in a terminal: writes there what comes from a socket, and says when the terminal has shown it."""

from __future__ import annotations

import os
import socket
import sys
import tty

ASK_HOW_IT_IS, IT_IS_WELL = b"\x1b[5n", b"\x1b[0n"
"""What a terminal answers as soon as it has shown all that came before, and its answer."""


def main() -> None:
    """Show until nobody sends any more."""
    tty.setraw(sys.stdin.fileno())
    with socket.socket(socket.AF_UNIX) as sender:
        sender.connect(sys.argv[1])
        told = sender.makefile("rb")
        while length := told.readline():
            show(told.read(int(length)) + ASK_HOW_IT_IS)
            wait_until_shown()
            sender.sendall(b"shown\n")


def show(data: bytes) -> None:
    """Write all of it."""
    while data:
        data = data[os.write(sys.stdout.fileno(), data) :]


def wait_until_shown() -> None:
    """Read until the terminal has answered."""
    answered = b""
    while IT_IS_WELL not in answered:
        answered += os.read(sys.stdin.fileno(), 1024)


if __name__ == "__main__":
    main()
