"""The question of the plan page: what it begins with, its form, and undo."""
