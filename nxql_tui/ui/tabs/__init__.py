"""Several queries side by side, each with its own text, state and answer."""
