"""Periods: captures that are summed over time, where what stands follows from what was chosen."""
