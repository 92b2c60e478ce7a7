"""What the plan changes in each city: a map, and the sites on it by number."""
