"""Candidates side by side: their figures, why one ranks before another, what to take away."""
