"""How the texts of tables are held while a program of siteplan's own runs."""

from __future__ import annotations

import pandas as pd

__all__ = ["hold_plain_texts"]


def hold_plain_texts() -> None:
    """Let pandas hold texts as Python's own strings, in this whole process.

    Arrow's strings are meant for columns of millions of rows: each look at a small one takes several times as long.
    Held plainly, a plan of two sites takes a quarter less of the processor, the bundled province a sixth, in as much
    memory. It is said by what owns its process (the command line, a job, the app); who imports siteplan keeps pandas
    as it is.
    """
    pd.options.mode.string_storage = "python"
