"""Text: words, numbers, names and units in the reader's language."""
