"""Models, scores and frontiers in words."""
