"""The commands about saved queries."""
