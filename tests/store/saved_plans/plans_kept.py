"""Small plans that tests keep in a list of their own."""

from __future__ import annotations

import sys
from pathlib import Path

from siteplan.store.saved_plans.listed_plan import ListedPlan, Person
from siteplan.store.saved_plans.saved_list import NewPlan, keep_plan
from tests.side_by_side import saved
from tests.worlds import tiny_plan

__all__ = ["BOSS", "LI", "WANG", "keep_tiny"]

LI, WANG, BOSS = Person("li", "Li"), Person("wang", "Wang"), Person("boss", "Zhao")


def keep_tiny(folder: Path, name: str = "Autumn", run: str | None = None, person: Person = LI) -> ListedPlan:
    """Keep the plan of the two cities, its files written into `folder` where they are not there yet."""
    if not folder.exists():
        saved(tiny_plan(), folder)
    return keep_plan(NewPlan(tiny_plan(), folder, name, "en", run), person)


def main() -> None:
    """Keep plan after plan, each of a run of its own and with files of its own, until somebody ends us."""
    folder, start = Path(sys.argv[1]), int(sys.argv[2])
    for n in range(start, start + 100_000):
        mine = folder.with_name(f"{folder.name}-{n}")
        saved(tiny_plan(), mine)
        (mine / "solver.log").write_text(f"{n}\n" * 50_000, "utf-8")
        sys.stdout.write(f"{keep_tiny(mine, f'plan {n}', f'run {n}').id}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
