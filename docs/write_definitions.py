"""Write the dictionary of figures below its heading in docs/definitions.md, in the place of what is there."""

from __future__ import annotations

from pathlib import Path

from siteplan.present.channel.kpi_dictionary import definitions_table

HEADING = "## Every figure by its id\n"
PAGE = Path(__file__).with_name("definitions.md")
SAID = (
    "Ids are those of columns in files and of keys in `plan.json`; `kpis.csv` has those of the whole plan with their "
    "values, and unit and formula in the language of its reader.\n"
    '"currency" is the study\'s own. Better: whether more or less of it is; empty where neither is. '
    "`make definitions` writes this\ntable. 表中「元」代表研究所用的货币。\n\n"
    "A measure of the scorecard that is of one function bears its name: `access.sale`.\n\n"
    "Of what a pack tells beside its plan: `plan_2.share` is `share` of the second plan, the first one told with it, "
    "and `plan_2.share.change` how\nmuch more it is than the plan's; `review.close` is of the review; "
    "`frontier.budget.3.value` of the third point of the curve over budgets, and\n`frontier.coverage.3.value` of that "
    "over coverage, `today` and `asked` in place of a number being today's network and the limit that the study asks. "
    "The table\nhas them as `frontier.value`.\n"
)

if __name__ == "__main__":
    above = PAGE.read_text("utf-8").split(HEADING)[0].rstrip("\n")
    PAGE.write_text(f"{above}\n\n{HEADING}\n{SAID}\n{definitions_table()}", "utf-8")
