"""The standard output holds results alone."""

import subprocess
import sys

CODE = """
from siteplan.optimise import Count, HuffCapture, SiteProblem, solve
import numpy as np, pandas as pd, scipy.sparse as sp
options = pd.DataFrame({"site": ["a", "b"], "format": "m"})
capture = HuffCapture(sp.csr_array(np.ones((3, 2))), np.ones(3), np.ones(3))
print(solve(SiteProblem(options, capture, [Count(at_most=1)])).status)
"""


def test_a_solve_prints_nothing_of_its_own() -> None:
    ended = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert ended.stdout == "optimal\n"
    assert ended.stderr == ""
