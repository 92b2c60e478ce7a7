"""Income and footfall by cell: an index from schooling and car rate, scaled to published incomes."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

__all__ = ["add_wealth"]

# Guangdong 2023, CNY a person (Survey Office of the National Bureau of Statistics in Guangdong).
PROVINCE = 49_327.0
URBAN_TO_RURAL = 59_307.0 / 25_142.0
A_YEAR_OF_SCHOOL = 0.20  # log income: fits the cities' published order; an assumption
CAR_ELASTICITY = 0.20
CENTRE_PREMIUM = 0.05  # log income for each tenfold of density
NOISE = 0.05
VISITS_A_PERSON = 0.35  # a day, at 1,000 persons/km2
CROWDING = 0.22  # visits a person grow with density to this power


def add_wealth(cells: pd.DataFrame, counties: gpd.GeoDataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return cells with income (CNY a person and year, to 10) and footfall (visits a day, to 10)."""
    return cells.assign(income=_income(cells, counties, rng), footfall=_footfall(cells, rng))


def _income(cells: pd.DataFrame, counties: gpd.GeoDataFrame, rng: np.random.Generator) -> pd.Series:
    school = A_YEAR_OF_SCHOOL * counties["edu_years"]
    base = np.exp(school + CAR_ELASTICITY * np.log(counties["car_rate"]))
    crowd = CENTRE_PREMIUM * np.log10(cells["population"] / cells["area_km2"] + 1)
    index = cells["adcode"].map(base) * np.exp(crowd + rng.normal(0, NOISE, len(cells)))
    index *= np.where(cells["rural"], _rural_factor(cells, index), 1.0)
    level = PROVINCE / np.average(index, weights=cells["population"])
    return (index * level).round(-1).astype(int)


def _rural_factor(cells: pd.DataFrame, index: pd.Series) -> float:
    """Return what rural cells' index must be multiplied by for the published urban-rural ratio."""
    rural = cells["rural"]
    means = [np.average(index[part], weights=cells.loc[part, "population"]) for part in (~rural, rural)]
    return float(means[0] / means[1] / URBAN_TO_RURAL)


def _footfall(cells: pd.DataFrame, rng: np.random.Generator) -> pd.Series:
    """Return visits a day to shops and services: more a person where people are dense."""
    density = cells["population"] / cells["area_km2"]
    visits = VISITS_A_PERSON * cells["population"] * (density / 1_000).clip(lower=0.01) ** CROWDING
    return (visits * np.exp(rng.normal(0, 0.15, len(cells)))).round(-1).astype(int)
