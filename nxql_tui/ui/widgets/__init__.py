"""The widgets: each defines its own messages and knows no screen."""
