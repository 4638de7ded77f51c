"""The screens: they compose widgets, start work and hear what came of it."""
