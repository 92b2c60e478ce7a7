"""A pack as a workbook: every figure with its id, and every table with all of its rows, as numbers."""
