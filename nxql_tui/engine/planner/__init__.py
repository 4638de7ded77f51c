"""From a syntax tree to one SQL statement with bound values."""
