"""Questions: what else the engine answers - classical problems, frontiers, what each site is worth."""
