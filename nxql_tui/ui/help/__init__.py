"""What F1 says: what each place is for, an example, and the keys that hold there."""
