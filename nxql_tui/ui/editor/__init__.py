"""The editor of a query: colours, marks, completion, and what typing does by itself."""
