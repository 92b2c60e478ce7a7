"""Rules on what stands in periods."""
