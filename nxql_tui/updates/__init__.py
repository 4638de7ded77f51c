"""Updates: which objects one would change, and sending it once with a line in the audit log before and after."""
