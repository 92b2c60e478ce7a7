"""What a planner asks: its parts as an app shows them, its tables, and the whole of it read back."""
