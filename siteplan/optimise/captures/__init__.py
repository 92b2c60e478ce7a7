"""Captures: what zones are worth for a set of open options - Huff, coverage, nearest, attendance, and mixtures."""
