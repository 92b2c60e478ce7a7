"""How large an input may be: what one file may cost in time and memory, whoever made it.

All are generous beside real studies (a country has 3,000 counties, a province 100,000 zones of a census) and low enough
that reading ends within seconds and 2 GB.
"""

from __future__ import annotations

__all__ = [
    "LONGEST_ID",
    "LONGEST_SHOWN",
    "LONGEST_TEXT",
    "MOST_BROKEN_CORNERS",
    "MOST_CELLS",
    "MOST_CELLS_IN_ALL",
    "MOST_COLUMNS",
    "MOST_CROSSINGS",
    "MOST_CROSSINGS_IN_ALL",
    "MOST_DEPTH",
    "MOST_FILE_BYTES",
    "MOST_NEAR",
    "MOST_OWN_BYTES",
    "MOST_OWN_CELLS",
    "MOST_OWN_SITES",
    "MOST_PLAN_BYTES",
    "MOST_RULES",
    "MOST_SHEET_BYTES",
    "MOST_SHEET_CELLS",
    "MOST_TOML_BYTES",
    "MOST_VERTICES",
    "MOST_VERTICES_IN_ALL",
]

MOST_FILE_BYTES = 300_000_000  # a table of text takes up to six times its size while it is read
MOST_TOML_BYTES = 2_000_000  # the template has 25,000
MOST_DEPTH = 12  # sections within sections of study.toml; the models have 6
MOST_RULES = 1_000  # each is checked against others, and told in a sentence
MOST_COLUMNS = 1_000  # each is compared with the names known
MOST_CELLS = 12_000_000  # of a table; as text about 80 bytes and a microsecond each
MOST_CELLS_IN_ALL = 15_000_000  # of all files of a study, those of workbooks counted as often as they are slower
MOST_SHEET_BYTES = 400_000_000  # of a workbook unpacked: a small archive may hold very much
MOST_SHEET_CELLS = 1_000_000  # openpyxl reads some 100,000 a second
MOST_VERTICES = 200_000  # of one shape; a county in full detail has 50,000
MOST_VERTICES_IN_ALL = 3_000_000  # of a table: every overlay goes through all of them, in 4 microseconds each
MOST_CROSSINGS = 200_000  # of a polygon's sides with each other, counted twice; repairing that takes about a second
MOST_CROSSINGS_IN_ALL = 300_000  # of all polygons of a table; 10 microseconds each
MOST_BROKEN_CORNERS = 500_000  # of all polygons of a table that cross themselves; 10 microseconds each
MOST_NEAR = 1_000_000  # pairs of its sides that are near enough to be looked at
LONGEST_ID = 200
LONGEST_TEXT = 1_000  # letters of a name or another text that maps and reports show
LONGEST_SHOWN = 60  # letters of a value that a message repeats

MOST_OWN_BYTES = 50_000_000  # of a file of candidates that a visitor of the app brings, beside all other visitors
MOST_OWN_CELLS = 2_000_000  # of it, those of a workbook counted ten times: a second or two of reading
MOST_OWN_SITES = 5_000  # in it: each is scored, drawn and listed beside the study's own
MOST_PLAN_BYTES = 4_000_000_000  # of a kept plan, unpacked: 50,000 zones and 4,000 sites have less
