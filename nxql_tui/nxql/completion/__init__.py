"""Completion: what could be written at the cursor of a query."""
