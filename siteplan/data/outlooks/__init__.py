"""Outlooks: what they say checked against the study, and the tables of rivals that they name."""
