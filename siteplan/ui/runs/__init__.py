"""A run in the app: followed, stopped, and what it made or why it made nothing."""
