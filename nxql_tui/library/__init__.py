"""What a user keeps: history, saved queries and drafts."""
