"""What the plan changes in each city and province: a map, and the sites on it by number."""
