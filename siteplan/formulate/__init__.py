"""Formulate: from what a study asks to problems on arrays."""
