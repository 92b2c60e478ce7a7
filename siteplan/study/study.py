"""The study: everything a planner may choose, typed and checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from siteplan.study.aims_spec import Aims
from siteplan.study.charging_spec import Charging
from siteplan.study.conflict_spec import ConflictLimits
from siteplan.study.demand_spec import Demand
from siteplan.study.figure_paths import figure_at, with_figure
from siteplan.study.file_entry import Coordinates, Entry, FileEntry, SeenFigure
from siteplan.study.finance_spec import Finance
from siteplan.study.format_spec import Format
from siteplan.study.objectives import Objective
from siteplan.study.phases_spec import Calendar, Phase, Replan
from siteplan.study.review_spec import NetworkReview
from siteplan.study.rules import AnyRule
from siteplan.study.score_specs import Gate, Score
from siteplan.study.section import (
    AreaKind,
    ByTier,
    Float,
    Function,
    Int,
    Kmh,
    Minutes,
    Named,
    NonNegative,
    Positive,
    Section,
    Share,
    SomeShare,
)
from siteplan.study.shown import Shown
from siteplan.study.trade_area_spec import TradeArea
from siteplan.study.uncertain.factor_spec import FactorRange
from siteplan.study.uncertain.outlook_spec import Outlook
from siteplan.study.uncertain.range_spec import Range
from siteplan.study.uncertain.reply_spec import Reply
from siteplan.study.uncertain.risk_spec import Risk

__all__ = [
    "Areas",
    "Charging",
    "Coordinates",
    "Demand",
    "FileEntry",
    "Files",
    "Finance",
    "Format",
    "Function",
    "Gate",
    "Outlook",
    "PlanQuestion",
    "Score",
    "Study",
    "StudyInfo",
    "Tiers",
    "TradeArea",
    "Travel",
    "Unit",
]


def _as_unit(value: object) -> object:
    """Let a bare word stand for a unit of the same plural."""
    return {"singular": value, "plural": value} if isinstance(value, str) else value


Word = Annotated[str, Field(pattern=r"^[^\W\d_]([\w \-]*\w)?$", max_length=24)]


class Unit(Section):
    """What is sold, in words: one of it and many."""

    singular: Word
    plural: Word


class StudyInfo(Named):
    """What the study is called and how it speaks; `unit` is what it sells, vehicles if not given."""

    language: Literal["en", "zh-Hans", "zh-Hant"] = "en"
    currency: str = "CNY"
    coordinates: Coordinates = "wgs84"
    unit: Annotated[Unit | None, BeforeValidator(_as_unit)] = None


class Files(Section):
    """The tables of the study, as paths within its folder."""

    zones: Entry
    candidates: Entry
    facilities: Entry | None = None
    competitors: Entry | None = None
    stations: Entry | None = None
    minutes: Entry | None = None
    flows: Entry | None = None
    roads: Entry | None = None
    actuals: Entry | None = None
    exclusions: Entry | None = None

    def given(self) -> dict[str, FileEntry]:
        """Return the files that the study names, by table."""
        return {name: entry for name in type(self).model_fields if (entry := getattr(self, name))}


def _snap_m(given: Mapping[str, Any]) -> float:
    """Return how far a road may be: not beyond a walk where those off the network are unreachable."""
    return 1000.0 if given.get("elsewhere") == "unreachable" else 3000.0  # a strait is seldom narrower than the first


class Travel(Section):
    """Where minutes come from. Speeds in km/h, `snap_m` in metres, `detour` as road over crow-fly."""

    source: Literal["roads", "straight_line", "minutes"] = "straight_line"
    max_minutes: Minutes = 90.0
    detour: Annotated[Float, Field(ge=1, le=5)] = 1.35
    urban_kmh: Kmh = 25.0
    rural_kmh: Kmh = 45.0
    access_kmh: Kmh = 20.0
    elsewhere: Literal["straight_line", "unreachable"] = "straight_line"
    snap_m: Annotated[Positive, Field(le=1_000_000)] = Field(default_factory=_snap_m)


RingKm = Annotated[Positive, Field(le=1_000)]  # a ring wider than a country is no trade area, and no circle on a map


class Areas(Section):
    """How far the areas of a site go: minutes, km, shares of a zone's demand; and which kinds a plan writes."""

    drive_minutes: Annotated[tuple[Minutes, ...], Field(min_length=1, max_length=6)] = (15.0, 20.0, 30.0)
    ring_km: Annotated[tuple[RingKm, ...], Field(min_length=1, max_length=6)] = (3.0, 6.0, 12.0)
    huff_probability: Annotated[tuple[SomeShare, ...], Field(min_length=1, max_length=6)] = (0.5, 0.25, 0.1)
    written: tuple[AreaKind, ...] = ("customer_share",)


class Tiers(Section):
    """City tiers from the largest down, and the access standard: minutes by function and tier."""

    order: tuple[str, ...] = ()
    names: dict[str, str] = Field(default_factory=dict)
    source: str = ""
    minutes: dict[Function, ByTier] = Field(default_factory=dict)


class PlanQuestion(Section):
    """What the optimiser is asked. `gap` as a share of the bound, `time_limit` in seconds.

    `explain_limit` is the processor time, in seconds, for solving anew what explains the plan. `re_solve_ranges` asks
    for it at every end of every range however long it takes, within `time_limit` each. `for_outlooks` says what a plan
    is chosen for, where there are outlooks, and `tail` how probable those together are that "cvar" (their mean) and
    "quantile" (what is reached without them) look at. With `phases` sites open in stages; what one leaves of its budget
    the next may spend if `carry_over`. With `replan` what was decided in the phases before one stays as it is.
    """

    objective: Objective = "market_share"
    coverage: Function = "sale"
    for_outlooks: Literal["expected", "worst_regret", "cvar", "quantile"] = "expected"
    tail: Annotated[Float, Field(allow_inf_nan=False)] | None = None  # its range: see outlook_checks
    gap: Annotated[Positive, Field(lt=1)] = 0.01
    time_limit: Annotated[Positive, Field(le=10_000_000)] = 60.0
    explain_limit: Annotated[NonNegative, Field(le=10_000_000)] = 10.0
    re_solve_ranges: bool = False
    seed: Annotated[Int, Field(ge=0, le=2**31 - 1)] = 0
    horizon_years: Annotated[Int, Field(ge=1, le=50)] = 5
    discount_rate: Share = 0.08
    phases: tuple[Phase, ...] = ()
    carry_over: bool = True
    replan: Replan | None = None
    rules: tuple[AnyRule, ...] = ()

    @property
    def calendar(self) -> Calendar | None:
        """When the phases are; None where everything opens at once."""
        return Calendar.of(self.phases, self.horizon_years) if self.phases else None

    @property
    def anew(self) -> int:
        """Number of the phase from which on all is chosen; 0 where nothing is committed."""
        if self.replan is None:
            return 0
        return next((n for n, phase in enumerate(self.phases) if phase.name == self.replan.phase), 0)


class Study(Section, Shown):
    """A study as its planner wrote it. `folder` is where its files lie.

    `ranges` are factors on many figures, `figure_ranges` those that stand beside a single one.
    """

    folder: Path = Field(default=Path(), exclude=True)
    study: StudyInfo
    files: Files
    travel: Travel = Field(default_factory=Travel)
    demand: Demand = Field(default_factory=Demand)
    charging: Charging = Field(default_factory=Charging)
    trade_area: TradeArea = Field(default_factory=TradeArea)
    areas: Areas = Field(default_factory=Areas)
    formats: dict[str, Format]
    finance: Finance = Field(default_factory=Finance)
    scorecard: Aims = Field(default_factory=Aims)
    conflict: ConflictLimits = Field(default_factory=ConflictLimits)
    score: Score = Field(default_factory=Score)
    tiers: Tiers = Field(default_factory=Tiers)
    plan: PlanQuestion = Field(default_factory=PlanQuestion)
    review: NetworkReview = Field(default_factory=NetworkReview)
    outlooks: tuple[Outlook, ...] = ()
    ranges: tuple[FactorRange, ...] = ()
    figure_ranges: tuple[Range, ...] = ()
    risks: tuple[Risk, ...] = ()
    replies: tuple[Reply, ...] = ()
    sources: tuple[SeenFigure, ...] = ()

    def model_post_init(self, _context: Any) -> None:
        """Let the mean rate of the sources of money stand where the plan names no rate."""
        rate = self.finance.mean_rate
        if rate is not None and "discount_rate" not in self.plan.model_fields_set:
            # A frozen model is set so while it is made; everything asks the plan for the rate.
            object.__setattr__(self, "plan", self.plan.model_copy(update={"discount_rate": rate}))

    def __repr__(self) -> str:
        kinds = ", ".join(self.formats)
        return f"<Study {self.study.name}: {self.plan.objective}, {len(self.plan.rules)} rules; formats {kinds}>"

    def __str__(self) -> str:
        return repr(self)

    def entries(self) -> dict[str, FileEntry]:
        """Return every file that the study names: by table, those of outlooks and replies by what they are called."""
        others = [one.files for one in self.outlooks] + [one.files for one in self.replies]
        return self.files.given() | {what: entry for files in others for what, entry in files.items()}

    def path(self, table: str) -> Path:
        """Return where a named file lies (see entries)."""
        return self.folder / self.entries()[table].path

    @property
    def all_ranges(self) -> tuple[Range | FactorRange, ...]:
        """The ranges beside figures, then those of factors."""
        return (*self.figure_ranges, *self.ranges)

    def at(self, path: Sequence[str], value: float) -> Study:
        """Return the study with another figure where a path of keys leads, as ("trade_area", "rate").

        With rate and midpoint of the trade area those that formats have of their own change in proportion. A path of
        ("ranges", factor, formats ...) leads to all figures that the factor moves.

        Raises
        ------
        ValidationError
            The figure may not be this.
        """
        return with_figure(self, path, value)

    def in_outlook(self, outlook: Outlook) -> Study:
        """Return the study as it is where an outlook comes: with its figures, rents and margins."""
        there = self.model_copy(update={"outlooks": ()})
        for path, value in outlook.paths.items():
            there = there.at(path, value)
        return there

    def value_at(self, path: Sequence[str]) -> float:
        """Return the figure where a path of keys leads; of a factor that is 1."""
        return figure_at(self, path)

    def synthetic_tables(self) -> tuple[str, ...]:
        """Return the tables whose figures were made, not observed."""
        return tuple(name for name, entry in self.entries().items() if entry.synthetic)
