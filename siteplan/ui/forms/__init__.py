"""Forms: what a planner asks and filters."""
