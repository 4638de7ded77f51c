"""What goes to the terminal: of each frame only the cells that look otherwise than what is shown.

Nothing here knows the explorer; it is to Textual what curses' `doupdate` is to a program that draws windows.
"""
