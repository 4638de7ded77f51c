"""Every action of the explorer with its id, keys and words: one registry for bindings, footer, help and palette."""
