"""What is made of the answers of several Engines: what the screens and the command line share of it."""
