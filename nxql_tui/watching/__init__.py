"""Asking one question again and again, and telling what has changed."""
