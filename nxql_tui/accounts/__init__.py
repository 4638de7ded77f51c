"""Connections and the places where a password can live."""
