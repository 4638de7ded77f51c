"""Panels that stand beside the rows of an answer."""
