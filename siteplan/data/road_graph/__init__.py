"""Roads: from a road graph to drive minutes on its edges."""
