"""Recipes: the same request written for another tool; pure."""
