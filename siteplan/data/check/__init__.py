"""Checks: all that is refused at the door."""
