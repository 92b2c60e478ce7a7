"""Saved plans: kept with their question, result, figures and what people said and decided; nothing is overwritten."""
