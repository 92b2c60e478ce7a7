"""The map of many cells: files that a browser fetches once, and what is said of each run."""
