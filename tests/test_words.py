"""One word for each thing: private English that the field has a word for does not come back into the code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import siteplan
from tests.syntax import nodes

# Name of the first house -> the field's own word (docs/architecture.md and CONTRIBUTING.md use the latter).
RENAMED = {
    "Bar": "FeasibilityCut",
    "Doctor": "FeasibilityOracle",
    "Harvest": "IncumbentCallback",
    "NoCapture": "ZeroCapture",
    "Openings": "Opportunities",
    "Repair": "Correction",
    "Seller": "SiteSales",
    "Stacked": "concatenated",
    "Standing": "State",
    "attain": "attainable",
    "bars_at": "separate",
    "ceded": "pruned_bound",
    "clash": "conflict",
    "clash_text": "conflict_text",
    "doubles": "redundancy",
    "ease": "loosened",
    "eased": "loosened",
    "handout": "export",
    "hush": "quiet",
    "mixture": "expectation",
    "narrowed": "reduced_cost_fixing",
    "noplan": "infeasible",
    "openings": "opportunities",
    "plain_words": "messages",
    "press": "extreme_value",
    "solo": "stand_alone",
    "stated": "pulp_model",
    "takings": "transfers",
    "tangent": "supergradient",
}


def names(path: Path) -> Iterator[str]:
    """Yield every name that a module gives or uses."""
    for node in nodes(path):
        for field in ("id", "attr", "name", "arg", "asname"):
            name = getattr(node, field, None)
            if isinstance(name, str):
                yield from name.split(".")


def test_no_name_of_the_code_is_a_word_that_was_replaced() -> None:
    home = Path(siteplan.__file__).parent
    found = {
        f"{path.relative_to(home)}: {name}, now {RENAMED[name]}"
        for path in home.rglob("*.py")
        for name in names(path)
        if name in RENAMED
    }
    assert sorted(found) == []
