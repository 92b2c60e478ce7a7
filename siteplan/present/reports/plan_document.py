"""What the report of a plan says, part by part, whatever it is laid out as."""

from __future__ import annotations

from siteplan.evaluate import Plan
from siteplan.present.board.doubt_words import doubt_part
from siteplan.present.board.payer_part import payer_part
from siteplan.present.board.service_part import service_parts
from siteplan.present.channel.actual_part import actual_parts
from siteplan.present.channel.conflict_part import conflict_part
from siteplan.present.channel.perspective_part import perspective_part
from siteplan.present.charts.chart_forecast import forecast_chart
from siteplan.present.charts.chart_search import search_chart
from siteplan.present.charts.charts import Chart, coverage_chart, gain_chart
from siteplan.present.charts.network.lorenz_chart import lorenz_chart
from siteplan.present.charts.network.marginal_chart import marginal_chart
from siteplan.present.city.city_part import city_parts
from siteplan.present.city.province_part import province_parts
from siteplan.present.maps.map_figure import coverage_figure
from siteplan.present.maps.plan_areas import PlanAreas
from siteplan.present.maps.scene.map_scene import Scene
from siteplan.present.maps.scene.scene_of import scene_of
from siteplan.present.model_text.filled_words import filled_table
from siteplan.present.model_text.forecast_words import forecast_sentences
from siteplan.present.model_text.held_words import held_sentences, held_table
from siteplan.present.model_text.range_words import range_of, range_sentences, range_table
from siteplan.present.phases.phase_part import phase_parts
from siteplan.present.plan_text.explained_words import together_sentences
from siteplan.present.plan_text.losses import loss_sentences, loss_table
from siteplan.present.plan_text.sentences import (
    both_numbers,
    coverage_clause,
    gap_text,
    headline,
    loose_sentences,
    percent,
    proof_sentence,
    site_count,
)
from siteplan.present.plan_text.transfer_words import taking_rows
from siteplan.present.plan_text.volumes import volume_sentences
from siteplan.present.reports.business_part import business_part
from siteplan.present.reports.decision import decision_sentences
from siteplan.present.reports.report_parts import Card, Document, Part
from siteplan.present.stress.outlook_part import outlook_sentences, outlook_table
from siteplan.present.stress.reply_part import rival_part
from siteplan.present.stress.risk_part import risk_parts
from siteplan.present.stress.tornado import tornado_charts
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import Table
from siteplan.present.tables.demand_tables import demand_tables, part_table, segment_tables
from siteplan.present.tables.explained_tables import price_table, rejected_table
from siteplan.present.tables.held_sites import held_site_table
from siteplan.present.tables.report_tables import (
    assumption_table,
    change_table,
    format_table,
    kpi_table,
    province_table,
    rule_table,
    site_rows,
    source_table,
    tier_table,
    uncovered_table,
)
from siteplan.present.tables.score_tables import score_part
from siteplan.present.text.goals import figure_text, goal_text
from siteplan.present.text.note_words import note_lines
from siteplan.present.text.numbers import amount, change, share_change
from siteplan.present.text.reader import Reader
from siteplan.present.text.stage_words import busy_sentences, seconds_text

__all__ = ["plan_document"]


def plan_document(plan: Plan, areas: PlanAreas, reader: Reader, scene: Scene | None = None) -> Document:
    """Return what the report of a plan says, whatever it is laid out as; `scene` is made here if nobody has it."""
    return Document(
        study=plan.study,
        title=reader.gettext("{study}: report").format(study=reader.study_name(plan.study)),
        lead=headline(plan, reader),
        sentences=[*decision_sentences(plan, reader), proof_sentence(plan.proof, reader), *_how_sure(plan, reader)],
        cards=_cards(plan, reader),
        parts=_parts(plan, areas, scene or scene_of(plan, areas=areas), reader),
        input_hash=plan.input_hash,
    )


def _cards(plan: Plan, reader: Reader) -> list[Card]:
    """Return five numbers against today: share, vehicles, coverage, money, cost per vehicle."""
    _ = reader.gettext
    new, old, currency = plan.kpis, plan.baseline, reader.currency
    area = "rural" if plan.zones["rural"].any() else "all"
    reached, reached_before = getattr(new.coverage, area), getattr(old.coverage, area)
    today = _("today {x}")
    saved = new.cost_per_vehicle - old.cost_per_vehicle
    return [
        Card(
            v.SHARE_OF_MARKET.label(reader),
            percent(new.share, reader),
            share_change(new.share - old.share, reader),
            range_of(plan, "share", reader),
        ),
        Card(
            v.CAPTURE.title(reader),
            amount(new.capture, "", reader),
            change(new.net_new, "", reader),
            range_of(plan, "capture", reader),
        ),
        Card(
            (v.COVERAGE_RURAL if area == "rural" else v.COVERAGE).label(reader),
            percent(reached, reader, 0),
            today.format(x=percent(reached_before, reader, 0)),
        ),
        Card(*v.CAPEX.fact(new.capex, reader), site_count(len(plan.sites), reader)),
        Card(
            v.COST_PER_VEHICLE.label(reader),
            amount(new.cost_per_vehicle, currency, reader),
            change(saved, currency, reader),
            range_of(plan, "cost_per_vehicle", reader),
        ),
    ]


def _parts(plan: Plan, areas: PlanAreas, scene: Scene, reader: Reader) -> list[Part]:
    _ = reader.gettext
    clause = coverage_clause(plan, reader)
    uncovered = _some(uncovered_table(plan, reader))
    spread = _figures(lorenz_chart(plan, reader))
    figure, chart = coverage_figure(plan, reader, scene), coverage_chart(plan, reader)
    gains = [*_figures(gain_chart(plan, reader)), *_figures(marginal_chart(plan, reader))]
    parts = [] if (won := part_table(plan, reader)) is None else [won]
    places = [tier_table(plan, reader), *_some(province_table(plan, reader))]
    losing = _some(loss_table(plan, reader))
    rejected = _some(rejected_table(plan, reader))
    return [
        Part(_("Who is reached"), (), [figure, *places, *parts, chart, *spread], "reach"),
        *province_parts(plan, areas, scene, reader),
        *city_parts(plan, scene, reader),
        Part(_("Rural coverage"), [_("{sentence}.").format(sentence=clause)], uncovered, "rural"),
        Part(
            _("What opens"),
            [*volume_sentences(plan, reader), *loss_sentences(plan, reader)],
            [*gains, *_opening(plan, reader), *losing, *rejected],
            "opens",
        ),
        *phase_parts(plan, areas, reader),
        business_part(plan, reader),
        payer_part(plan, reader),
        *service_parts(plan, reader),
        perspective_part(plan, reader),
        conflict_part(plan, reader),
        *actual_parts(plan, reader),
        _range_part(plan, reader),
        *risk_parts(plan, reader),
        rival_part(plan, reader),
        doubt_part(plan, reader),
        score_part(plan, reader),
        *_held_parts(plan, reader),
        *_forecast_parts(plan, reader),
        Part(_("Rules"), together_sentences(plan, reader), _rules(plan, reader), "rules"),
        _proof_part(plan, reader),
        Part(_("All measures"), (), [kpi_table(plan, reader)], "measures"),
        Part(_("Data and assumptions"), note_lines(plan.market.notes, reader), [
            source_table(plan.study, reader),
            *([] if (filled := filled_table(plan.filled, reader)) is None else [filled]),
            *demand_tables(plan.study, plan.market.zones, reader),
            *segment_tables(plan.study, reader),
            format_table(plan.study, reader),
            assumption_table(plan.study, reader),
        ], "data"),
    ]  # fmt: skip


def _how_sure(plan: Plan, reader: Reader) -> list[str]:
    """Return the range of the headline as one paragraph; nothing where the study gives no range."""
    sentences = range_sentences(plan, reader) if plan.ranges.ends else []
    return [("" if reader.is_chinese else " ").join(sentences)] if sentences else []


def _range_part(plan: Plan, reader: Reader) -> Part:
    """Return how sure the figures are, or that nobody can say."""
    table = range_table(plan, reader)
    title = reader.gettext("How sure the figures are")
    charts = tornado_charts(plan, reader)
    return Part(title, range_sentences(plan, reader), [*charts, *_some(table)], "ranges")


def _rules(plan: Plan, reader: Reader) -> list[Table]:
    return [rule_table(plan, reader), *_some(price_table(plan, reader))]


def _some(table: Table | None) -> list[Table]:
    return [] if table is None else [table]


def _opening(plan: Plan, reader: Reader) -> list[Table]:
    return [site_rows(plan, reader), *_some(taking_rows(plan, reader)), *_some(change_table(plan, reader))]


def _proof_part(plan: Plan, reader: Reader) -> Part:
    """Return how good the plan is proven to be, and by whose count."""
    _ = reader.gettext
    proof = plan.proof
    facts = _("Status: {status}. Plan {plan}, bound {bound}, gap {gap}, {took}.").format(
        status=reader.status_name(proof.status),
        plan=figure_text(proof.objective, proof.goal, reader),
        bound=figure_text(proof.bound, proof.goal, reader),
        gap=gap_text(max(proof.gap, 0.0), reader),
        took=seconds_text(proof.seconds, proof.cpu_seconds, reader),
    )
    rough = _("Modelled approximately: {what}.").format(what=_("; ").join(proof.approximations))
    sentences = [
        _("Goal: {goal}.").format(goal=goal_text(plan.study, reader)),
        proof_sentence(proof, reader),
        facts,
        *busy_sentences(proof.seconds, proof.cpu_seconds, proof.status == "optimal", reader),
        both_numbers(plan, reader),
        *([] if proof.exact else [rough]),
        *loose_sentences(proof, reader),
        *outlook_sentences(plan, reader),
    ]
    outlooks = outlook_table(plan, reader)
    items: list[Table | Chart] = [*_some(outlooks), *_figures(search_chart(plan, reader))]
    return Part(_("How good this plan is proven to be"), sentences, items, "proof")


def _held_parts(plan: Plan, reader: Reader) -> list[Part]:
    """Return the model against what own sites sold; nothing without sales and flows."""
    held = plan.forecast.today
    sentences = held_sentences(held, plan.study, reader)
    tables = (held_table(held, reader), held_site_table(held, plan.market, reader))
    title = reader.gettext("Compared with today")
    shown = [table for table in tables if table is not None]
    return [Part(title, sentences, shown, "held")] if sentences else []


def _forecast_parts(plan: Plan, reader: Reader) -> list[Part]:
    """Return how good the sales forecast is, or why there is none; nothing where own sites give no sales at all."""
    forecast = plan.forecast
    if not forecast.observed.given:
        return []
    sentences = forecast_sentences(forecast, plan.study, reader)
    title = reader.gettext("How good the sales forecast is")
    return [Part(title, sentences, _figures(forecast_chart(forecast, reader)), "forecast")]


def _figures(chart: Chart | None) -> list[Chart]:
    return [] if chart is None else [chart]
