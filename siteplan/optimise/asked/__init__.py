"""Asked: from what a study asks to problems on arrays."""
