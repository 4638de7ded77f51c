"""A slow line: `python slow_line.py BYTES_A_SECOND COMMAND …` runs a program in a pty of its own and lets no more through.

Stands between a terminal and a program as a modem would: what the program writes reaches the terminal in small pieces at
that rate, and the program waits when the line is full.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
import tty

PIECES_A_SECOND = 100


def relay(program: int, rate: int) -> None:
    """Carry bytes both ways until the program closes its side."""
    size = max(1, rate // PIECES_A_SECOND)
    free_at = 0.0
    while True:
        now = time.monotonic()
        # While the last piece is still on its way nothing more is taken from the program.
        waiting = [sys.stdin.fileno(), program] if now >= free_at else [sys.stdin.fileno()]
        ready, _, _ = select.select(waiting, [], [], None if now >= free_at else free_at - now)
        if sys.stdin.fileno() in ready:
            os.write(program, os.read(sys.stdin.fileno(), 4096))
        if program in ready:
            try:
                piece = os.read(program, size)
            except OSError:
                return
            if not piece:
                return
            os.write(sys.stdout.fileno(), piece)
            free_at = max(free_at, now) + len(piece) / rate


def main() -> int:
    """Run the command and give its exit code."""
    rate, command = int(sys.argv[1]), sys.argv[2:]
    size = fcntl.ioctl(sys.stdin.fileno(), termios.TIOCGWINSZ, struct.pack("HHHH", 0, 0, 0, 0))
    process, program = pty.fork()
    if process == 0:
        os.execvp(command[0], command)
    fcntl.ioctl(program, termios.TIOCSWINSZ, size)
    tty.setraw(sys.stdin.fileno())
    signal.signal(
        signal.SIGWINCH,
        lambda *_: fcntl.ioctl(
            program, termios.TIOCSWINSZ, fcntl.ioctl(sys.stdin.fileno(), termios.TIOCGWINSZ, bytes(8))
        ),
    )
    relay(program, rate)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


if __name__ == "__main__":
    sys.exit(main())
