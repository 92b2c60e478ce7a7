"""Phases of a plan as people read them: a file, a chart, a section of the report, a table of the app."""
