"""Result sets: the rows of an answer stored locally, ordered by type and read a page at a time."""
