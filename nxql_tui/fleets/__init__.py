"""Many Engines, one question: their answers become one result set, or one file each."""
