"""What can be known about a query without asking an Engine."""
