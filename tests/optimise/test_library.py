"""The optimiser is a library of its own: the README's three problems are solved without study, maps or app."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
PROBLEMS = re.findall(r"```python\n(.*?)```", README, re.S)
BLOCKED = ("geopandas", "shapely", "pyproj", "osmnx", "sklearn", "streamlit", "folium")  # PuLP 4 itself takes pydantic
BLOCK = f"import sys\nfor name in {BLOCKED}:\n    sys.modules[name] = None\n"
SEEN = "\nprint('seen', plan.found, plan.bound >= plan.objective, str(plan.status))"


@pytest.mark.parametrize("problem", PROBLEMS, ids=["p-median", "coverage", "huff"])
def test_a_problem_of_the_readme_needs_no_geography_and_is_proven(problem: str) -> None:
    assert len(problem.strip().splitlines()) <= 10
    ran = subprocess.run([sys.executable, "-c", BLOCK + problem + SEEN], capture_output=True, text=True, check=False)
    assert ran.stdout.strip().endswith("seen True True optimal"), ran.stderr
