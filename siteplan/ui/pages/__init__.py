"""Pages: one screen each."""
