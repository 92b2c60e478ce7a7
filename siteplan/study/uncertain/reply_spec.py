"""Replies: a rival that answers the plan, with how many sites, where they may stand and what they may cost."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from siteplan.study.file_entry import Entry, FileEntry
from siteplan.study.section import Int, Names, Positive, Section

__all__ = ["Reply"]


class Reply(Section):
    """A brand of rivals that opens, beside the plan, the sites that win it most.

    Attributes
    ----------
    brand : as the table of competitors has it
    sites : how many it opens at most
    candidates : table of its places, with the columns of competitors; left out they are the study's candidates
    format, province, city : its places are the candidates that take one of these formats, in these provinces and
        cities; all if left out
    attractiveness : of each new site; left out it is that of the class, or the median of the brand's own sites
    rival_class : class of its new sites; left out the one that most of the brand's own have
    budget : what its sites may cost together (currency), by `cost`
    cost : column of its places with what a site would cost it (currency)
    source : with its label, as "[A] a guess"
    """

    brand: str
    sites: Annotated[Int, Field(ge=1, le=1_000)]
    candidates: Entry | None = None
    format: Names = ()
    province: Names = ()
    city: Names = ()
    attractiveness: Positive | None = None
    rival_class: str = ""
    budget: Positive | None = None
    cost: str = ""
    source: str = ""

    @property
    def table(self) -> str:
        """What its table of places is called in messages; "" where it has none."""
        return "" if self.candidates is None else f"replies {self.brand} (candidates)"

    @property
    def files(self) -> dict[str, FileEntry]:
        """The file that it names, by what that is called in messages; none, or one."""
        return {} if self.candidates is None else {self.table: self.candidates}
