"""Sample data of a believable company, made inside the database from a seed, one small module a subject."""
