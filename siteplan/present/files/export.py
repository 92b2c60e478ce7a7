"""Results on disk: a plan or scores, every file of them or none."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from siteplan.evaluate import Plan
from siteplan.evaluate.catchments import Land
from siteplan.groundwork import Groundwork
from siteplan.market import Market
from siteplan.market.options import as_given
from siteplan.present.board.board_files import board_tables
from siteplan.present.channel.actual_part import actual_table
from siteplan.present.channel.conflict_tables import area_rows, conflict_table
from siteplan.present.channel.kpi_dictionary import kpi_table_rows
from siteplan.present.channel.perspective_part import perspective_table
from siteplan.present.files.area_files import area_table, explained_sites, overlap_table, zone_frame
from siteplan.present.files.charging_files import option_table, zone_table
from siteplan.present.files.folder import FORECAST_FILE, whole_folder
from siteplan.present.files.opportunity_files import write_openings
from siteplan.present.files.plan_json import plan_dict
from siteplan.present.files.saved import MADE_OF, made_of
from siteplan.present.files.spreadsheet import safe_csv
from siteplan.present.maps.plan_map import plan_drawing
from siteplan.present.maps.scene.scene_json import scene_json
from siteplan.present.maps.scene.scene_of import scene_of
from siteplan.present.model_text.filled_words import filled_tables
from siteplan.present.phases.phase_part import PHASE_FILE, phase_frame
from siteplan.present.plan_text.rule_words import rule_name, rule_text
from siteplan.present.plan_text.transfer_words import transfer_table
from siteplan.present.reports.map_pages import candidates_page, plan_page
from siteplan.present.reports.report_html import report_html
from siteplan.present.saved.archive import PLANS, kept_data
from siteplan.present.saved.contents import QUESTION, write_contents
from siteplan.present.stress.outlook_part import OUTLOOK_FILE
from siteplan.present.stress.reply_files import reply_files
from siteplan.present.stress.risk_part import RISK_FILE, risk_frame
from siteplan.present.stress.tornado import TORNADO_FILE, tornado_frame
from siteplan.present.tables.demand_tables import demand_totals
from siteplan.present.tables.forecast_table import forecast_table, with_forecast
from siteplan.present.tables.money_tables import cash_flow_table
from siteplan.present.tables.plan_tables import site_table
from siteplan.present.text.reader import Reader
from siteplan.present.text.stage_words import search_text, seconds_text
from siteplan.study import Study

__all__ = ["write_plan", "write_scores"]


def write_plan(plan: Plan, folder: str | Path, language: str | None = None, made: int | None = None) -> None:
    """Write all files of a plan into a folder (see folder.PLAN_FILES), in its study's language.

    Earlier results in the folder are replaced. `made` is when the plan was made, seconds since 1970: now, if None.

    Raises
    ------
    OutputError
        The folder holds anything else, or cannot be written to; nothing is left half-written.
    """
    reader, made = Reader.of(plan.study, language), int(time.time()) if made is None else made
    with whole_folder(folder) as part:
        (part / "plan.json").write_text(_json(plan_dict(plan)), "utf-8")
        (part / MADE_OF).write_text(made_of(plan.study.folder, Path(folder)), "utf-8")
        sites = with_forecast(explained_sites(plan, reader), plan)
        table = with_forecast(site_table(plan).assign(why=sites["why"]), plan)
        (part / "sites.csv").write_bytes(safe_csv(_rounded(table)))
        (part / "sites.geojson").write_text(_geojson(sites), "utf-8")
        (part / "rejected.csv").write_bytes(safe_csv(_rounded(plan.rejected)))
        zone_frame(plan).to_parquet(part / "zones.parquet")
        (part / "demand_steps.csv").write_bytes(_demand_steps(plan.study, plan.market))
        (part / "rules.csv").write_bytes(safe_csv(_worded(plan, reader)))
        (part / "transfers.csv").write_bytes(
            safe_csv(_rounded(transfer_table(plan).rename(columns=reader.column_unit)))
        )
        land = Land(plan.study, plan.market)
        (part / "trade_areas.geojson").write_text(_geojson(_rounded(area_table(plan, land))), "utf-8")
        (part / "overlap.csv").write_bytes(safe_csv(_rounded(overlap_table(plan))))
        (part / "cash_flow.csv").write_bytes(safe_csv(_rounded(cash_flow_table(plan))))
        (part / "kpis.csv").write_bytes(safe_csv(_rounded(kpi_table_rows(plan, reader))))
        (part / "conflict.csv").write_bytes(safe_csv(_rounded(conflict_table(plan, reader))))
        (part / "perspectives.csv").write_bytes(safe_csv(_rounded(perspective_table(plan, reader))))
        (part / "site_classes.csv").write_bytes(safe_csv(_rounded(plan.perspectives.classes)))
        (part / "actuals.csv").write_bytes(safe_csv(_rounded(actual_table(plan))))
        (part / "difficulty.csv").write_bytes(safe_csv(_rounded(plan.conflict.cities.reset_index())))
        (part / "service_areas.csv").write_bytes(safe_csv(_rounded(area_rows(plan))))
        (part / OUTLOOK_FILE).write_bytes(safe_csv(_rounded(plan.outlooks)))
        (part / PHASE_FILE).write_bytes(safe_csv(_rounded(phase_frame(plan))))
        (part / RISK_FILE).write_bytes(safe_csv(_rounded(risk_frame(plan))))
        (part / TORNADO_FILE).write_bytes(safe_csv(_rounded(tornado_frame(plan, reader))))
        for name, table in (board_tables(plan, reader) | reply_files(plan)).items():
            (part / name).write_bytes(safe_csv(_rounded(table)))
        (part / "filled_in.csv").write_bytes(safe_csv(filled_tables(plan.filled, reader)))
        drawing = plan_drawing(plan, reader, land)
        (part / "map.html").write_text(plan_page(plan, reader, drawing), "utf-8")
        scene = scene_of(plan, areas=drawing.areas)
        (part / "map.json").write_text(scene_json(scene), "utf-8")
        (part / "report.html").write_text(report_html(plan, reader, drawing, scene, made), "utf-8")
        (part / "solver.log").write_text(_log(plan), "utf-8")
        (part / PLANS.file).write_bytes(kept_data(plan))
        write_contents(part, PLANS.command, plan.study.folder / QUESTION, reader, made)


def write_scores(ground: Groundwork, folder: str | Path, language: str | None = None) -> None:
    """Write the scorecard as CSV and GeoJSON, and the candidates' map, into a folder; charging where it is known.

    Raises
    ------
    OutputError
        See write_plan.
    """
    reader = Reader.of(ground.study, language)
    scored = _scored(ground)
    flat = pd.DataFrame(scored.drop(columns="geometry")).assign(lon=scored.geometry.x, lat=scored.geometry.y)
    with whole_folder(folder) as part:
        (part / "scorecard.csv").write_bytes(safe_csv(_rounded(flat[_steady([*map(str, flat)])])))
        (part / "scorecard.geojson").write_text(_geojson(scored), "utf-8")
        (part / "demand_steps.csv").write_bytes(_demand_steps(ground.study, ground.market))
        (part / "candidates.html").write_text(candidates_page(ground, reader), "utf-8")
        write_openings(ground.opportunities(), ground.market, part)
        if not ground.forecast.refusal:
            forecast = forecast_table(ground.forecast, ground.options)
            (part / FORECAST_FILE).write_bytes(safe_csv(_rounded(forecast)))
        _write_charging(ground, part)


def _write_charging(ground: Groundwork, part: Path) -> None:
    """Write what charging options would win, and access and gap by zone, where stations are known."""
    if ground.charging is None:
        return
    zones = zone_table(ground, ground.charging).round(6)
    (part / "charging.csv").write_bytes(safe_csv(_rounded(option_table(ground, ground.charging))))
    (part / "charging_zones.csv").write_bytes(safe_csv(pd.DataFrame(zones.drop(columns="geometry"))))
    (part / "charging_zones.geojson").write_text(_geojson(zones), "utf-8")


def _worded(plan: Plan, reader: Reader) -> pd.DataFrame:
    """Return the rules with what each is called and asks in words."""
    ids, study = plan.rules["rule_id"], plan.study
    return plan.rules.assign(
        unit=plan.rules["unit"].map(reader.column_unit),
        words=[rule_text(rule_id, study, reader) for rule_id in ids],
        name=[rule_name(rule_id, study, reader) for rule_id in ids],
    )


def _demand_steps(study: Study, market: Market) -> bytes:
    return safe_csv(_rounded(demand_totals(study, market.zones)))


def _scored(ground: Groundwork) -> gpd.GeoDataFrame:
    """Return the candidates with every part of their scores, best first."""
    candidates = as_given(ground.market.candidates)
    about = candidates[["name", "city", "county", "tier", "status", "geometry"]]
    formats = candidates["formats"].map(";".join).rename("formats")
    table = about.join(formats).join(ground.scorecard.table())
    return (
        gpd.GeoDataFrame(table, crs=candidates.crs).sort_values("score", ascending=False, kind="stable").reset_index()
    )


def _steady(columns: list[str]) -> list[str]:
    """Return columns in an order that scripts can rely on: what was there from the first, then what came later."""
    later = columns.index("p_top")
    return [*columns[:later], "lon", "lat", *(name for name in columns[later:] if name not in ("lon", "lat"))]


def _rounded(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with six digits after the point: no reader needs more."""
    return table.round(6)


def _geojson(table: gpd.GeoDataFrame) -> str:
    """Return the table as GeoJSON, which knows no numbers without limit: where no plan is left without a site, say."""
    finite = table.replace([np.inf, -np.inf], np.nan)
    return str(finite.to_json(na="null", drop_id=True, ensure_ascii=False, allow_nan=False))


def _json(record: dict[str, object]) -> str:
    return json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _log(plan: Plan) -> str:
    """Return the search step by step: seconds, of the processor beside, plan, bound, gap, and what it was at."""
    proof = plan.proof
    reader = Reader.of(plan.study, "en")
    steps = [_log_line(step, reader) for step in proof.trace.itertuples()]
    took = seconds_text(proof.seconds, proof.cpu_seconds, reader)
    end = f"{proof.status} after {took}: plan {proof.objective:,.1f}, bound {proof.bound:,.1f}"
    return "\n".join([*steps, f"{end}, gap {proof.gap:.3%}"]) + "\n"


def _log_line(step: Any, reader: Reader) -> str:
    doing = search_text(step.stage, step.value == step.value, reader)
    clock = f"{step.seconds:8.1f} s  cpu {step.cpu_seconds:8.1f} s"
    return f"{clock}  plan {step.value:14,.1f}  bound {step.bound:14,.1f}  gap {step.gap:8.3%}  {doing}"
