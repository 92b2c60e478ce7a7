"""Saved plans side by side: what each brings, where they open what, which rules they meet."""
