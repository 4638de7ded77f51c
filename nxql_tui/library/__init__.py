"""What a user keeps: history, saved queries, drafts, and the log of updates."""
