"""Charging: access, gaps, supply, and what options would win."""
