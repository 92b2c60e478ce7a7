"""Cut one city out of the province: a small study that the package carries, for those who have no checkout.

python data/geo/making/one_city.py            (writes siteplan/data/foshan; the same input gives the same bytes)
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import networkx as nx
import osmnx as ox
import pandas as pd
import shapely

from siteplan.data import read_market, read_study
from siteplan.data.study_toml.revise import revised_text
from siteplan.forecast import sales_known
from siteplan.forecast.sales_fit import fit_sales
from siteplan.market.options import site_options
from siteplan.study import Study
from siteplan.tradearea import utilities
from siteplan.tradearea.attractiveness import references
from siteplan.tradearea.calibration.flows_decay import flows_decay
from siteplan.travel import travel_times

HERE = Path(__file__).resolve()
PROVINCE = HERE.parents[1] / "guangdong"
OUT = HERE.parents[3] / "siteplan" / "data" / "foshan"
CITY, CITY_EN = "佛山市", "Foshan"
BEYOND = 0.0  # degrees of roads around the city: none, or the study would not stay below a megabyte
SITES = ("candidates", "facilities", "competitors", "stations")


def main() -> None:
    """Write the city's tables, its roads and its question."""
    OUT.mkdir(parents=True, exist_ok=True)
    zones = gpd.read_parquet(PROVINCE / "zones.parquet")
    zones = zones[zones["city"] == CITY].reset_index(drop=True)
    zones.to_parquet(OUT / "zones.parquet", index=False, compression="zstd")
    kept = set()
    for name in SITES:
        table = pd.read_csv(PROVINCE / f"{name}.csv", dtype=str, keep_default_na=False)
        table = table[table["city"] == CITY]
        kept |= set(table["site_id"])
        _write(table, name)
    flows = pd.read_csv(PROVINCE / "flows.csv", dtype=str, keep_default_na=False)
    flows = flows[flows["zone_id"].isin(zones["zone_id"]) & flows["site_id"].isin(kept)]
    _write(flows, "flows")
    _write_roads(zones)
    _write_question(_question((PROVINCE / "study.toml").read_text("utf-8")))
    _fit_decay()
    _fit_sales()


def _write(table: pd.DataFrame, name: str) -> None:
    table.to_csv(OUT / f"{name}.csv", index=False, lineterminator="\n", encoding="utf-8")


def _write_roads(zones: gpd.GeoDataFrame) -> None:
    """Write the roads of the city and a little around it, as far as one can drive there and back."""
    roads = ox.load_graphml(PROVINCE / "roads.graphml")
    west, south, east, north = zones.total_bounds
    frame = shapely.box(west - BEYOND, south - BEYOND, east + BEYOND, north + BEYOND)
    inside = [node for node, at in roads.nodes(data=True) if frame.covers(shapely.Point(at["x"], at["y"]))]
    largest = max(nx.strongly_connected_components(roads.subgraph(inside)), key=len)
    part = nx.MultiDiGraph(**{key: str(value) for key, value in roads.graph.items()})
    number = {node: str(n) for n, node in enumerate(sorted(largest))}  # short names: a third of the file were ids
    for node, short in number.items():
        part.add_node(short, **{key: f"{roads.nodes[node][key]:.5f}" for key in ("x", "y")})
    for start, end, road in sorted(roads.subgraph(largest).edges(data=True), key=lambda edge: edge[:2]):
        told = {key: _short(road[key]) for key in ("length", "highway", "speed_kph") if key in road}
        part.add_edge(number[start], number[end], **told)
    nx.write_graphml_xml(part, OUT / "roads.graphml", encoding="utf-8", prettyprint=False)


def _short(value: object) -> str:
    return f"{value:.0f}" if isinstance(value, float) else str(value)


def _question(province: str) -> str:
    """Return the province's study.toml with the city's name, budget and rules; all else stays as it is."""
    text = province[: province.index("[[plan.rules]]")] + RULES
    text = text.replace("# Guangdong 2026: the", f"# {CITY_EN} 2026, one city of the bundled province: the")
    text = text.replace('name = "Guangdong 2026"', f'name = "{CITY_EN} 2026"')
    text = text.replace("made by build_guangdong.py", "made by build_guangdong.py and one_city.py")
    text = text.replace("time_limit = 60", "time_limit = 30")
    text = re.sub(r"outside = \{ value = ([\d.]+), range = .*?\} #", r"outside = \1 #", text)  # the province's interval
    return re.sub(r"Public piles of the province.*?invented\.", "Where they stand is invented.", text)


def _write_question(text: str) -> None:
    (OUT / "study.toml").write_text(text, "utf-8", newline="\n")


def _fit_decay() -> None:
    """Write the decay that the flows within the city show: within one city people drive less far."""
    study = read_study(OUT)
    market = read_market(study)
    found = flows_decay(study, market, travel_times(study.travel, market))
    if found is None:
        raise ValueError("the city's flows show no decay")
    rate = {"rate": f"{found.fitted:.3f}"}
    _revise(rate, f"[D] fitted to the city's flows.csv, synthetic: {found.low:.3g} to {found.high:.3g}")


def _fit_sales() -> None:
    """Write what makes the city's own sites sell what they sold: nobody from beyond the city is in this study.

    They are fewer than `siteplan calibrate --to sales` asks for, so no interval is worth telling.
    """
    study = read_study(OUT)
    market = read_market(study)
    alone, options = replace(market, candidates=market.candidates.iloc[:0]), site_options(market, study.formats)
    known = references(study.trade_area, market, options)
    model = utilities(study, alone, travel_times(study.travel, alone), options.iloc[:0], known)
    own, sales = market.facilities, sales_known(study, market.facilities).counted
    rows = own.index.get_indexer(sales.index)
    found = fit_sales(model, own["format"].tolist(), rows, sales.to_numpy(dtype=float))
    if found is None:
        raise ValueError("the city's sales cannot be fitted")
    _write_fit(study, found.factors["estimate"].to_dict(), f"[D] fitted to sales of {len(sales)} own sites, synthetic")


def _write_fit(study: Study, factors: dict[str, float], remark: str) -> None:
    """Write the study's values times their factors; "" is the outside option."""
    _revise({"outside": f"{study.trade_area.outside * factors.pop(''):.3g}"}, remark)
    for name, factor in factors.items():
        value = f"{study.formats[name].attractiveness * factor:.3g}"
        _revise({"attractiveness": value}, remark, ("formats", name))


def _revise(values: dict[str, str], remark: str, section: tuple[str, ...] = ("trade_area",)) -> None:
    text = (OUT / "study.toml").read_text("utf-8")
    numbers = {key: float(value) for key, value in values.items()}
    _write_question(revised_text(text, numbers, dict.fromkeys(numbers, remark), section))


RULES = """[[plan.rules]]
kind = "budget"
at_most = 20_000_000

[[plan.rules]]
kind = "coverage"
function = "sale"
area = "rural"
at_least = 0.95

[[plan.rules]]
kind = "count"
format = "mall"
at_most = 8

[[plan.rules]]
kind = "count"
format = "charge_partner"
at_least = 2
at_most = 6
"""


if __name__ == "__main__":
    main()
