"""What a column holds, in figures: a column in full, or all columns in a line each."""
