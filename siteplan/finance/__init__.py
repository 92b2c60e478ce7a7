"""Finance: what options cost a year, and what a network returns."""
