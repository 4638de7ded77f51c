"""A view as a file: one module a format."""
