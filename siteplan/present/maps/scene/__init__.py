"""One map of a plan as plain numbers, for every medium."""
