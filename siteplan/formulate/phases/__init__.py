"""Phases on arrays: schedules of sites, the problem over all periods, and what is made of its answer."""
