"""Build the bundled study of Guangdong from the 2020 census, with an invented spread within counties.

Run it from the project's folder; the same input gives the same bytes:

    python data/geo/build_guangdong.py --census county_2020_key.csv --out data/geo/guangdong
"""

from __future__ import annotations

import argparse
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from making.candidates import candidates
from making.cells import cut, hexagon
from making.flows import flows
from making.people import spread
from making.places import WGS84, read_counties, read_towns
from making.roads import draw_roads
from making.stations import stations
from making.terrain import lowland, towns
from making.today import competitors, facilities
from making.trade import market_of_today, sales
from making.wealth import add_wealth
from making.write import write_roads, write_seats, write_sites, write_zones

SEED = 2020
STUDY = Path(__file__).parent / "guangdong"


def main() -> None:
    """Read the census, make every table, write them all."""
    asked = _arguments()
    counties = read_counties(asked.census)
    zones, places = make_zones(counties)
    options = candidates(zones, _stream(3))
    asked.out.mkdir(parents=True, exist_ok=True)
    write_seats(counties, asked.out)
    write_zones(zones, asked.out)
    write_sites(options, asked.out / "candidates.csv")
    own = facilities(zones, options, _stream(4))
    write_sites(own, asked.out / "facilities.csv")
    write_sites(competitors(zones, _stream(5)), asked.out / "competitors.csv")
    roads = draw_roads(zones, counties, places, _stream(6))
    write_roads(roads, asked.out)
    write_sites(stations(zones, roads, _stream(7)), asked.out / "stations.csv")
    market, travel = market_of_today(STUDY, asked.out)
    sold = own["site_id"].map(sales(market, travel, _stream(8)))
    write_sites(own.assign(annual_sales=sold), asked.out / "facilities.csv")
    write_sites(flows(market, travel, _stream(9)), asked.out / "flows.csv")


def make_zones(counties: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """Return zones by H3 cell with their people and wealth, and the towns they gather around."""
    cells = cut(counties)
    ease = lowland(cells, counties, _stream(0))
    places = towns(cells, counties, read_towns(), ease, _stream(1))
    cells = add_wealth(spread(cells, counties, places, ease), counties, _stream(2))
    named = cells.join(counties[["city", "city_en", "county", "county_en", "tier"]], on="adcode")
    return gpd.GeoDataFrame(named, geometry=[hexagon(cell) for cell in named.index], crs=WGS84), places


def _stream(number: int) -> np.random.Generator:
    """Return a random stream of its own for each step, so that a change in one leaves the others as they are."""
    return np.random.default_rng([SEED, number])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--census", type=Path, required=True, help="county_2020_key.csv of leiii/census")
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    return parser.parse_args()


if __name__ == "__main__":
    main()
