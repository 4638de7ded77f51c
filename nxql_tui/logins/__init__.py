"""From a saved connection to an Engine that may be asked: what the screens and the command line share of it."""
