"""What stands beside the rows of an answer, or in their place."""
