"""The tables of a report, every number written for its reader."""

from __future__ import annotations

from siteplan.evaluate import Plan
from siteplan.market.sales_caps import has_caps
from siteplan.present.model_text.assumptions import assumptions
from siteplan.present.plan_text.explained_words import lost_text, price_text
from siteplan.present.plan_text.rule_words import (
    asked_text,
    next_unit_text,
    records,
    rule_detail,
    rule_name,
    rule_value,
    slack_text,
)
from siteplan.present.plan_text.sentences import percent
from siteplan.present.plan_text.summary import kpi_rows
from siteplan.present.plan_text.volumes import why_sentences
from siteplan.present.reports.report_parts import Heading, Table
from siteplan.present.tables.plan_tables import by_tier, uncovered_rural
from siteplan.present.text.goals import short_figure, unit_text
from siteplan.present.text.numbers import NO_NUMBER, amount, exact
from siteplan.present.text.reader import Reader
from siteplan.study import Study

__all__ = [
    "assumption_table",
    "format_table",
    "kpi_table",
    "outlook_table",
    "rule_table",
    "site_rows",
    "source_table",
    "tier_table",
    "uncovered_table",
]


def tier_table(plan: Plan, reader: Reader) -> Table:
    """Return people, demand, share and coverage by tier, and what opens there."""
    _ = reader.gettext
    columns = [
        Heading(_("Tier"), words=True),
        Heading(_("People")),
        Heading(_("Demand, vehicles/year")),
        Heading(_("Share today")),
        Heading(_("Share, plan")),
        Heading(_("Covered today")),
        Heading(_("Covered, plan")),
        Heading(_("New sites")),
    ]
    rows = [
        [
            reader.tier_name(str(tier)),
            exact(row["population"]),
            exact(row["demand"]),
            percent(row["share_before"], reader),
            percent(row["share"], reader),
            percent(row["covered_before"], reader),
            percent(row["covered"], reader),
            exact(row["opened"]),
        ]
        for tier, row in by_tier(plan).iterrows()
    ]
    return Table(_("Market and network by city tier"), columns, rows, plan.study.tiers.source)


def uncovered_table(plan: Plan, reader: Reader) -> Table | None:
    """Return the counties with most rural people out of reach; None where all are reached."""
    _ = reader.gettext
    worst = uncovered_rural(plan)
    if worst.empty:
        return None
    names = reader.place_names(plan.market.zones)
    columns = [
        Heading(_("County"), words=True),
        Heading(_("City"), words=True),
        Heading(_("Rural people")),
        Heading(_("Not covered today")),
        Heading(_("Not covered, plan")),
        Heading(_("Mean drive, min")),
    ]
    rows = []
    for row in worst.to_dict("records"):
        city, county = names[row["city"], row["county"]]
        persons = [exact(row[column]) for column in ("rural", "uncovered_before", "uncovered")]
        rows.append([county, city, *persons, exact(row["minutes"])])
    note = _("Mean drive of the people not covered; out of reach counts as {limit}.").format(
        limit=amount(plan.study.travel.max_minutes, "min", reader)
    )
    return Table(_("Where most rural people stay out of reach"), columns, rows, note)


def site_rows(plan: Plan, reader: Reader) -> Table:
    """Return every site that opens, best net-new first, with why."""
    _ = reader.gettext
    names, places = reader.shown(plan.market.candidates, "name"), reader.place_names(plan.market.zones)
    columns = [
        Heading(_("Site"), words=True),
        Heading(_("City"), words=True),
        Heading(_("Format"), words=True),
        Heading(_("Capture, vehicles/year")),
        *([Heading(_("Above capacity"))] if has_caps(plan.study) else []),
        Heading(_("Net-new")),
        Heading(_("From sister sites")),
        Heading(_("Lost at once")),
        Heading(_("Lost for good")),
        Heading(_("Investment")),
        Heading(_("Running cost a year")),
    ]
    rows = [
        [
            str(names[site.site_id]),
            places.get((site.city, site.county), (site.city, ""))[0],
            reader.format_name(site.format),
            exact(site.capture),
            *([exact(site.demand_above_capacity)] if has_caps(plan.study) else []),
            exact(site.net_new),
            exact(site.cannibalised),
            short_figure(site.removal_value, plan.proof.goal),
            lost_text(row, plan.proof.goal, reader),
            amount(site.capex, "", reader),
            amount(site.opex, "", reader),
        ]
        for site, row in zip(plan.sites.itertuples(), records(plan.sites), strict=True)
    ]
    why = why_sentences(plan, reader)
    lost = _(
        "Lost, {unit}: at once, if the site closes and all else stays (re-evaluated); for good, once the best other "
        "plan takes its place (re-solved; – where not re-solved)."
    )
    notes = [_money_note(reader), lost.format(unit=unit_text(plan.proof.goal, reader))]
    return Table(_("Sites that open"), columns, rows, " ".join(notes), why)


def rule_table(plan: Plan, reader: Reader) -> Table:
    """Return what each rule asked, what the plan achieves, and what one more unit would bring."""
    _ = reader.gettext
    columns = [
        Heading(_("Rule"), words=True),
        Heading(_("Asked")),
        Heading(_("Achieved")),
        Heading(_("Left")),
        Heading(_("Met"), words=True),
        Heading(_("One more unit brings")),
        Heading(_("Without it the plan gains")),
    ]
    rows = [
        [
            rule_name(rule["rule_id"], plan.study, reader),
            asked_text(rule, reader),
            rule_value(rule["achieved"], rule["unit"], reader),
            slack_text(rule, reader),
            _("✓ met") if rule["met"] else _("✗ NOT met"),
            next_unit_text(rule, plan.study, reader),
            price_text(rule, plan.proof.goal, reader),
        ]
        for rule in records(plan.rules)
    ]
    note = _(
        "One more unit: by the last relaxation of the search, an estimate near this plan; – where none is known or "
        "room is left. Without it the plan gains: {unit}, re-solved without the rule; in brackets what the proofs "
        "leave open."
    ).format(unit=unit_text(plan.proof.goal, reader))
    details = [rule_detail(rule_id, plan.study, reader) for rule_id in plan.rules["rule_id"]]
    return Table(_("Rules of the plan"), columns, rows, note, details)


def outlook_table(plan: Plan, reader: Reader) -> Table | None:
    """Return the goal's figure in each outlook, today and with the plan; None where the study names none."""
    _ = reader.gettext
    if plan.outlooks.empty:
        return None
    goal = plan.proof.goal
    titles = (_("Probability"), _("Today"), _("With the plan"))
    columns = [Heading(_("Outlook"), words=True), *map(Heading, titles)]
    rows = [
        [
            str(outlook["name"]),
            percent(outlook["probability"], reader, 0),
            short_figure(outlook["today"], goal),
            short_figure(outlook["figure"], goal),
        ]
        for outlook in records(plan.outlooks)
    ]
    note = _("The plan is judged by the mean over the outlooks; all else in this report is of the market as it stands.")
    return Table(_("The plan in each outlook, {unit}").format(unit=unit_text(goal, reader)), columns, rows, note)


def kpi_table(plan: Plan, reader: Reader) -> Table:
    """Return all measures, today and with the plan."""
    _ = reader.gettext
    columns = [Heading(_("Measure"), words=True), Heading(_("Today")), Heading(_("With the plan"))]
    return Table(_("All measures"), columns, kpi_rows(plan, reader))


def source_table(study: Study, reader: Reader) -> Table:
    """Return where each table comes from, and whether its figures are real."""
    _ = reader.gettext
    titles = (_("Table"), _("Source"), _("Licence"), _("Date"), _("Figures"))
    rows = []
    for name, entry in study.files.given().items():
        kind = _("synthetic") if entry.synthetic else _("as given by the source")
        said = [text for text in (entry.source, entry.note) if text]
        facts = [text or NO_NUMBER for text in (" ".join(said), entry.licence, entry.date)]
        rows.append([reader.table_name(name), *facts, kind])
    return Table(_("Data"), [Heading(title, words=True) for title in titles], rows)


def format_table(study: Study, reader: Reader) -> Table:
    """Return what each format is assumed to cost and do."""
    _ = reader.gettext
    capped = any(spec.capacity is not None for spec in study.formats.values())
    columns = [
        Heading(_("Format"), words=True),
        Heading(_("Does"), words=True),
        Heading(_("Draws")),
        Heading(_("Area, m²")),
        Heading(_("Investment")),
        Heading(_("per m²")),
        Heading(_("Staff")),
        Heading(_("Margin per vehicle")),
        *([Heading(_("Capacity, vehicles/year"))] if capped else []),
        Heading(_("Run by"), words=True),
    ]
    owners = {"direct": _("the company"), "partner": _("a partner")}
    rows = [
        [
            reader.format_name(name),
            _(", ").join(reader.function_name(f) for f in spec.functions),
            exact(spec.attractiveness, 1),
            exact(spec.area_m2),
            amount(spec.capex_fixed, "", reader),
            amount(spec.capex_per_m2, "", reader),
            exact(spec.staff),
            amount(spec.margin, "", reader),
            *([NO_NUMBER if spec.capacity is None else exact(spec.capacity)] if capped else []),
            owners[spec.ownership],
        ]
        for name, spec in study.formats.items()
    ]
    return Table(_("Formats as assumed"), columns, rows, _money_note(reader))


def assumption_table(study: Study, reader: Reader) -> Table:
    """Return the settings with their labels, as study.toml names them."""
    _ = reader.gettext
    columns = [
        Heading(_("Setting"), words=True),
        Heading(_("Value"), words=True),
        Heading(_("Label and note"), words=True),
    ]
    rows = [[f"{a.section}.{a.key}", a.value, a.note or NO_NUMBER] for a in assumptions(study)]
    note = _("[S] seen in a public source, [D] derived, [A] assumption; – not labelled by the study.")
    return Table(_("Settings as assumed"), columns, rows, note)


def _money_note(reader: Reader) -> str:
    _ = reader.gettext
    return _("Money in {currency}.").format(currency=reader.money_word())
