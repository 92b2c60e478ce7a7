"""A plan in phases: what is decided and spent when, what stands by then, and what it costs to build on it."""
