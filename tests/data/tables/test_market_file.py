"""A study's tables: what good ones become, and every bad one named with its remedy."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import LineString, MultiPoint, Point, Polygon

from siteplan.data import check_study, read_market, read_study
from siteplan.data.tables.columns import TABLES
from siteplan.errors import Problem, StudyError
from siteplan.market import Market
from tests.data.folders import MIDDLES, TOML, candidates, competitors, facilities, only, problems, write_study, zones

HOSTILE = "<img src=x onerror=alert(1)>{{ 7*7 }}"


def market(folder: Path, toml: str = TOML, **tables: pd.DataFrame | None) -> Market:
    return read_market(read_study(write_study(folder, toml, **tables)))


def without(toml: str, *lines: str) -> str:
    for line in lines:
        assert line in toml
        toml = toml.replace(line, "")
    return toml


# --- good tables


def test_a_good_study_has_no_problems(tmp_path: Path) -> None:
    found = check_study(write_study(tmp_path))
    assert found.problems == ()
    assert found.study is not None
    assert found.market is not None
    assert found.market.population == 7500
    assert found.market.notes == ()


def test_sites_take_the_place_of_their_zone_where_they_give_none(tmp_path: Path) -> None:
    given = candidates().assign(county=["Old", *[""] * 5])
    sites = market(tmp_path, candidates=given).candidates
    assert list(sites["county"]) == ["Old", "South", "South", "North", "North", "North"]
    assert list(sites["tier"]) == ["2", "2", "2", "4", "4", "4"]
    assert list(sites["rural"]) == [False, False, False, True, True, True]


def test_what_a_table_leaves_out_has_its_default(tmp_path: Path) -> None:
    bare = candidates()[["site_id", "lon", "lat"]]
    sites = market(tmp_path, candidates=bare).candidates
    assert list(sites.index) == ["C1", "C2", "C3", "C4", "C5", "C6"]
    assert list(sites["name"]) == list(sites.index)
    assert set(sites["formats"]) == {("mall", "service")}
    assert set(sites["status"]) == {"candidate"}
    assert sites[["rent", "area_m2", "footfall"]].isna().all().all()


def test_zones_without_place_or_rural_are_urban_and_unnamed(tmp_path: Path) -> None:
    town = market(tmp_path, zones=zones()[["zone_id", "population", "geometry"]]).zones
    assert set(town["tier"]) == {""}
    assert not town["rural"].any()


@pytest.mark.parametrize("table", ["facilities", "competitors"])
def test_tables_that_are_not_named_are_there_without_rows(table: str, tmp_path: Path) -> None:
    there = getattr(market(tmp_path, without(TOML, f'{table} = "{table}.csv"'), **{table: None}), table)
    assert len(there) == 0
    assert there.crs == "EPSG:4326"
    columns = {column.name for column in TABLES[table].columns} - {"site_id"}
    assert columns <= set(there.columns)


def test_extra_columns_are_kept_as_numbers_where_they_are_numbers(tmp_path: Path) -> None:
    given = candidates().assign(parking=["10", "", "30", "40", "50", "60"], note=["1", "two", "", "", "", ""])
    sites = market(tmp_path, candidates=given).candidates
    assert sites["parking"].iloc[0] == 10.0
    assert np.isnan(sites["parking"].iloc[1])
    assert sites["note"].iloc[0] == "1"


def test_ids_are_kept_as_given(tmp_path: Path) -> None:
    given = candidates().assign(site_id=["007", "7", "1e3", "NA", "null", "七"])
    assert list(market(tmp_path, candidates=given).candidates.index) == ["007", "7", "1e3", "NA", "null", "七"]


def test_any_text_is_a_legal_name(tmp_path: Path) -> None:
    names = [HOSTILE, '=HYPERLINK("http://x","y")', "${alert(1)}", "`", "None", 'a,b\n"c"']
    assert list(market(tmp_path, candidates=candidates().assign(name=names)).candidates["name"]) == names


def test_a_site_on_a_pier_belongs_to_the_nearest_zone(tmp_path: Path) -> None:
    # 0.009 degrees south of the edge at 23 N is 997 m out; 0.0095 is 1,052 m.
    pier = candidates().assign(lon=113.05, lat=[22.991, *[23.05] * 5])
    assert market(tmp_path / "near", candidates=pier).candidates["county"].iloc[0] == "South"
    far = candidates().assign(lon=113.05, lat=[22.9905, *[23.05] * 5])
    found = only(problems(tmp_path / "far", candidates=far))
    assert (found.table, tuple(found.ids)) == ("candidates", ("C1",))
    assert "outside all zones" in found.what


def test_zones_may_be_points_with_sites_up_to_50_km_off(tmp_path: Path) -> None:
    towns = zones().set_geometry([Point(middle) for middle in MIDDLES], crs="EPSG:4326")
    assert problems(tmp_path / "near", zones=towns, candidates=candidates().assign(lat=23.5)) == []
    found = only(problems(tmp_path / "far", zones=towns, candidates=candidates().assign(lat=23.65)))
    assert "outside all zones" in found.what


def test_a_column_of_numbers_that_says_nothing_is_left_out(tmp_path: Path) -> None:
    # Income only where nobody lives would make the mean person's income 0 / 0.
    odd = zones().assign(population=[0, 2, 3, 4, 5, 6], income=[40_000.0, *[np.nan] * 5])
    assert "income" not in market(tmp_path, zones=odd).zones


# --- bad tables, one mistake each


def spoilt_zones(**columns: object) -> gpd.GeoDataFrame:
    return zones().assign(**columns)


@pytest.mark.parametrize(
    ("table", "column", "values", "ids", "what"),
    [
        ("zones", "population", [1, None, 3, 4, 5, 6], ("Z2",), "nothing is given"),
        ("zones", "population", [1, 2, -3, 4, 5, 6], ("Z3",), "negative"),
        ("zones", "population", ["1", "many", "3", "4", "5", "6"], ("Z2",), "not a number"),
        ("zones", "zone_id", ["Z1", "Z1", "Z3", "Z4", "Z5", "Z6"], ("Z1",), "more than one row"),
        ("zones", "zone_id", ["Z1", " ", "Z3", "Z4", "Z5", "Z6"], ("row 2 of the data",), "nothing is given"),
        ("zones", "vehicle_demand", [1, 1, None, 1, 1, 1], ("Z3",), "nothing is given"),
        ("zones", "rural", ["yes", "no", "perhaps", "1", "0", ""], ("Z3",), "neither true nor false"),
        ("candidates", "site_id", ["C1", "C2", "C2", "C4", "C2", "C6"], ("C2",), "more than one row"),
        ("candidates", "rent", ["1", "2", "3", "4", "CNY 5", "6"], ("C5",), "not a number"),
        ("candidates", "rent", ["1", "1,200", "3", "4", "5", "6"], ("C2",), "not a number"),
        ("candidates", "rent", ["1", "inf", "3", "4", "5", "6"], ("C2",), "not a number"),
        ("candidates", "status", ["required", "", "open", "", "", ""], ("C3",), '"open" is not allowed'),
        ("candidates", "formats", ["mall", "", " ; ", "mall", "mall", "mall"], ("C2",), "nothing is given"),
        ("candidates", "lon", ["113.05", "", "113.05", "east", "113.05", "113.05"], ("C2", "C4"), "lon or lat"),
        ("facilities", "format", ["mall", ""], ("F2",), "nothing is given"),
    ],
)
def test_a_bad_cell_is_named(
    table: str, column: str, values: list[object], ids: tuple[str, ...], what: str, tmp_path: Path
) -> None:
    good = {"zones": zones, "candidates": candidates, "facilities": facilities}[table]()
    found = problems(tmp_path, **{table: good.assign(**{column: values})})
    first = found[0]
    assert (first.table, tuple(first.ids)) == (table, ids)
    assert column in first.column
    assert what in first.what
    assert first.remedy
    assert all("Traceback" not in str(problem) for problem in found)


@pytest.mark.parametrize(
    ("table", "old", "new", "remedy"),
    [
        ("zones", "population", "pop", 'Rename "pop" to population.'),
        ("zones", "population", "inhabitants", 'Rename "inhabitants" to population.'),
        ("zones", "population", "populaton", 'Rename "populaton" to population.'),
        ("zones", "population", "常住人口（人）", 'Rename "常住人口（人）" to population.'),
        ("zones", "population", "folk", "Add a column population (persons)."),
        ("zones", "population", "lat", "Add a column population (persons)."),
        ("zones", "zone_id", "id", 'Rename "id" to zone_id.'),
        ("candidates", "site_id", "Site_ID", 'Rename "Site_ID" to site_id.'),
        ("candidates", "site_id", "shop_id", 'Rename "shop_id" to site_id.'),
        ("candidates", "site_id", "编号", 'Rename "编号" to site_id.'),
        ("candidates", "lon", "longitude", 'Rename "longitude" to lon.'),
        ("candidates", "lon", "lng", 'Rename "lng" to lon.'),
        ("candidates", "lat", "Y", 'Rename "Y" to lat.'),
        ("candidates", "lat", "纬度", 'Rename "纬度" to lat.'),
        ("candidates", "lat", "plaza", "Add the columns lon and lat, or give a file with shapes."),
        ("facilities", "format", "formats", 'Rename "formats" to format.'),
        ("facilities", "format", "店型", 'Rename "店型" to format.'),
    ],
)
def test_a_missing_column_names_the_nearest_one(table: str, old: str, new: str, remedy: str, tmp_path: Path) -> None:
    good = {"zones": zones, "candidates": candidates, "facilities": facilities}[table]()
    found = problems(tmp_path, **{table: good.rename(columns={old: new})})
    assert any(problem.table == table and remedy in problem.remedy for problem in found), [str(p) for p in found]


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    found = only(problems(tmp_path, competitors=None))
    assert found.table == "competitors"
    assert "does not exist" in found.what


def test_no_zones_at_all(tmp_path: Path) -> None:
    folder = write_study(tmp_path)
    (folder / "zones.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    found = only(list(check_study(folder).problems))
    assert (found.table, found.what) == ("zones", "the table has no rows")


def test_nobody_lives_anywhere(tmp_path: Path) -> None:
    assert only(problems(tmp_path, zones=spoilt_zones(population=0))).what == "nobody lives in any zone"


def test_nobody_buys_anywhere(tmp_path: Path) -> None:
    assert only(problems(tmp_path, zones=spoilt_zones(vehicle_demand=0))).column == "vehicle_demand"


def test_a_site_in_a_broken_zone_is_not_called_outside(tmp_path: Path) -> None:
    shapes = [None, *zones().geometry[1:]]
    broken = zones().set_geometry(shapes, crs="EPSG:4326")
    assert {(p.table, p.column) for p in problems(tmp_path / "a", zones=broken)} == {("zones", "geometry")}
    far = problems(tmp_path / "b", zones=broken, candidates=candidates().assign(lat=24))
    assert {(p.table, p.column) for p in far} == {("zones", "geometry"), ("candidates", "geometry")}


def test_sites_without_ids_are_told_by_their_row(tmp_path: Path) -> None:
    nameless = candidates().drop(columns="site_id").assign(lat=[40, *[23.05] * 5], formats=["maal", *["mall"] * 5])
    found = problems(tmp_path, candidates=nameless)
    assert {p.column: tuple(p.ids) for p in found} == {
        "site_id": (),
        "geometry": ("row 1 of the data",),
        "formats": ("row 1 of the data",),
    }


def test_an_unknown_format_names_the_nearest(tmp_path: Path) -> None:
    wrong = candidates().assign(formats=["mall;servise", *["mall"] * 5])
    found = problems(tmp_path, candidates=wrong, facilities=facilities().assign(format="maal"))
    assert [(p.table, p.column, tuple(p.ids)) for p in found] == [
        ("candidates", "formats", ("C1",)),
        ("facilities", "format", ("F1", "F2")),
    ]
    assert 'Did you mean "service"?' in found[0].remedy
    assert 'Did you mean "mall"?' in found[1].remedy


def test_the_column_of_formats_is_called_formats(tmp_path: Path) -> None:
    found = only(problems(tmp_path, candidates=candidates().rename(columns={"formats": "format"})))
    assert "formats" in found.remedy


def test_an_unknown_tier_is_named_when_the_order_is_given(tmp_path: Path) -> None:
    toml = TOML + '[tiers]\norder = ["2", "3"]\n'
    found = problems(tmp_path, toml)
    assert {(p.table, tuple(p.ids)) for p in found} == {("zones", ("Z4", "Z5", "Z6"))}


def test_swapped_coordinates_are_called_swapped(tmp_path: Path) -> None:
    good = candidates()
    found = only(problems(tmp_path, candidates=good.assign(lon=good["lat"], lat=good["lon"])))
    assert found.what == "lon and lat are swapped"
    assert len(found.ids) == 6


def test_swapped_coordinates_within_range_are_known_by_the_zones(tmp_path: Path) -> None:
    # Near Kashgar lon 76 and lat 39 both pass for a latitude.
    town = zones().set_geometry(zones().geometry.translate(-37, 16))
    there = {name: made().assign(lon=lambda t: t["lon"] - 37, lat=lambda t: t["lat"] + 16) for name, made in SITES}
    turned = there["candidates"].rename(columns={"lon": "lat", "lat": "lon"})
    found = only(problems(tmp_path, zones=town, **{**there, "candidates": turned}))
    assert found.what == "lon and lat are swapped"


SITES = (("candidates", candidates), ("facilities", facilities), ("competitors", competitors))


def test_swapped_zones_are_called_swapped(tmp_path: Path) -> None:
    def turn(shape: Polygon) -> Polygon:
        return Polygon([(y, x) for x, y in shape.exterior.coords])

    found = problems(tmp_path, zones=zones().set_geometry([turn(s) for s in zones().geometry], crs="EPSG:4326"))
    assert found[0].what == "lon and lat are swapped"


@pytest.mark.parametrize(
    ("shape", "what"),
    [
        (None, "empty or broken"),
        (Polygon(), "empty or broken"),
        (LineString([(113, 23), (113.1, 23.1)]), "not a polygon or point"),
        (Polygon([(113, 23), (113.1, 23), (113.05, 23)]), "encloses nothing"),
    ],
)
def test_a_bad_shape_is_named(shape: object, what: str, tmp_path: Path) -> None:
    shapes = list(zones().geometry)
    shapes[0] = shape
    found = problems(tmp_path, zones=zones().set_geometry(shapes, crs="EPSG:4326"))
    assert (found[0].table, tuple(found[0].ids)) == ("zones", ("Z1",))
    assert what in found[0].what


def test_polygons_that_cross_themselves_are_repaired_and_noted(tmp_path: Path) -> None:
    bow = Polygon([(113, 23), (113.1, 23.1), (113.1, 23), (113, 23.1)])
    world = market(tmp_path, zones=zones().set_geometry([bow, *zones().geometry[1:]], crs="EPSG:4326"))
    assert world.zones.is_valid.all()
    assert world.zones.geometry["Z1"].area == pytest.approx(0.005)  # two triangles of a quarter of the square
    assert world.notes[0].ids == ("Z1",)


def test_sites_must_be_points(tmp_path: Path) -> None:
    toml = TOML.replace("candidates.csv", "candidates.geojson")
    areas = zones().rename(columns={"zone_id": "site_id"})[["site_id", "geometry"]]
    found = only(problems(tmp_path, toml, candidates=gpd.GeoDataFrame(areas)))
    assert found.what == "the geometry is not a point"
    assert "Polygon" in found.remedy


def test_a_multipoint_of_one_point_is_that_point(tmp_path: Path) -> None:
    toml = TOML.replace("candidates.csv", "candidates.gpkg")
    folder = write_study(tmp_path, toml, candidates=None)
    given = candidates()
    points = gpd.GeoSeries.from_xy(given["lon"], given["lat"], crs="EPSG:4326")
    multi = gpd.GeoDataFrame(given[["site_id"]], geometry=[MultiPoint([p]) for p in points], crs="EPSG:4326")
    multi.to_file(folder / "candidates.gpkg")
    assert set(read_market(read_study(folder)).candidates.geom_type) == {"Point"}


# --- coordinate systems


def with_crs(path: str, crs: str = "", table: str = "zones") -> str:
    entry = f'{{ path = "{path}", crs = "{crs}" }}' if crs else f'"{path}"'
    return TOML.replace(f'{table} = "{table}.geojson"', f"{table} = {entry}")


def shapefile(folder: Path, crs: str | None, toml: str) -> Path:
    write_study(folder, toml, zones=None)
    town = zones() if crs is None else zones().to_crs(crs)
    if crs is None:
        town = town.set_crs(None, allow_override=True)
    town.to_file(folder / "zones.shp")
    return folder


def test_another_crs_is_refused_with_both_ways_out(tmp_path: Path) -> None:
    found = only(list(check_study(shapefile(tmp_path, "EPSG:3857", with_crs("zones.shp"))).problems))
    assert "EPSG:3857" in found.what
    assert "Reproject" in found.remedy
    assert 'crs = "EPSG:3857"' in found.remedy


def test_another_crs_is_reprojected_where_it_is_declared(tmp_path: Path) -> None:
    folder = shapefile(tmp_path, "EPSG:3857", with_crs("zones.shp", "EPSG:3857"))
    town = read_market(read_study(folder)).zones
    assert town.crs == "EPSG:4326"
    assert town.total_bounds == pytest.approx(zones().total_bounds)


def test_a_declared_crs_must_be_the_files(tmp_path: Path) -> None:
    found = only(list(check_study(shapefile(tmp_path, "EPSG:3857", with_crs("zones.shp", "EPSG:32649"))).problems))
    assert "EPSG:3857" in found.what
    assert "EPSG:32649" in found.what


@pytest.mark.filterwarnings("ignore:'crs' was not provided:UserWarning")  # the file is meant to have none
def test_a_file_without_crs_needs_one_declared(tmp_path: Path) -> None:
    found = only(list(check_study(shapefile(tmp_path / "a", None, with_crs("zones.shp"))).problems))
    assert "does not say" in found.what
    assert 'crs = "EPSG:4326"' in found.remedy
    folder = shapefile(tmp_path / "b", None, with_crs("zones.shp", "EPSG:4326"))
    assert check_study(folder).problems == ()


def test_an_unknown_crs_is_named(tmp_path: Path) -> None:
    found = only(problems(tmp_path, with_crs("zones.geojson", "EPSG:999999")))
    assert (found.table, found.column) == ("study.toml [files.zones]", "crs")


def test_metres_are_no_degrees(tmp_path: Path) -> None:
    found = only(problems(tmp_path, candidates=candidates().assign(lon=12_600_000, lat=2_600_000)))
    assert "not degrees" in found.what
    assert "[files.candidates] crs" in found.remedy


def test_shifted_coordinates_are_set_right(tmp_path: Path) -> None:
    # 113.05, 23.05 in GCJ-02 lies some 500 m from the same degrees in WGS-84.
    toml = TOML.replace(
        'candidates = "candidates.csv"', 'candidates = { path = "candidates.csv", coordinates = "gcj02" }'
    )
    shifted = market(tmp_path, toml).candidates.geometry
    as_given = gpd.GeoSeries([Point(113.05, 23.05)], crs="EPSG:4326").to_crs(32649)
    assert 300 < shifted.to_crs(32649).iloc[0].distance(as_given.iloc[0]) < 800


# --- tables against each other and against the study


def rule(text: str) -> str:
    return f"{TOML}\n[[plan.rules]]\n{text}\n"


@pytest.mark.parametrize(
    ("text", "column", "remedy"),
    [
        ('kind = "count"\nat_least = 1\ncounty = "Nort"', "county", 'Did you mean "North"?'),
        ('kind = "count"\nat_least = 1\ncity = "Atlantis"', "city", "Known are Town."),
        ('kind = "coverage"\nfunction = "sale"\nat_least = 0.5\ntier = "9"', "tier", "Known are 2, 4."),
        ('kind = "sites"\nrequired = ["C1", "C99"]', "required", "Known are C1, C2"),
        ('kind = "sites"\nforbidden = "C0"', "forbidden", "Known are C1, C2"),
    ],
)
def test_rules_speak_of_what_is_there(text: str, column: str, remedy: str, tmp_path: Path) -> None:
    found = only(problems(tmp_path, rule(text)))
    assert (found.table, found.column) == ("study.toml [plan.rules] #2", column)
    assert remedy in found.remedy


@pytest.mark.parametrize(
    ("text", "section", "column", "what", "remedy"),
    [
        ('kind = "share"\nformat = "mall"\nat_most = 0.5\namong = { county = "Nort" }', "[plan.rules.among] #2",
         "county", "no zone or candidate", 'Did you mean "North"?'),
        ('kind = "requires"\nformat = "service"\nneeds = { city = "Twn" }', "[plan.rules.needs] #2", "city",
         "no zone or candidate", 'Did you mean "Town"?'),
        ('kind = "spacing"\nkm = 3\nothers = { tier = "9" }', "[plan.rules.others] #2", "tier",
         "no zone or candidate", "Known are 2, 4."),
        ('kind = "each_area"\nfunction = "sale"\nat_least = 0.5\nby = "conty"', "[plan.rules] #2", "by",
         'zones have no column "conty"', 'Did you mean "county"?'),
        ('kind = "each_area"\nfunction = "sale"\nat_least = 0.5\nby = "zone_id"', "[plan.rules] #2", "by",
         "no column", "They have city, county, tier."),
        ('kind = "requires"\nformat = "service"\nneeds = { format = "mall" }\nwithin = "formats"', "[plan.rules] #2",
         "within", 'candidates have no column "formats"', ""),
    ],
)  # fmt: skip
def test_parts_of_rules_speak_of_what_is_there(
    text: str, section: str, column: str, what: str, remedy: str, tmp_path: Path
) -> None:
    found = problems(tmp_path, rule(text))
    assert (found[0].table, found[0].column) == (f"study.toml {section}", column)
    assert what in found[0].what
    assert remedy in found[0].remedy


@pytest.mark.parametrize("column", ["tier", "province", "city", "county"])
@pytest.mark.parametrize("order", ["", '[tiers]\norder = ["2", "4"]\n'], ids=["tables", "order"])
def test_a_place_that_nobody_knows_is_told_once(column: str, order: str, tmp_path: Path) -> None:
    """By the study where it lists the tiers, else by its tables; of the rule and of a part of it."""
    of_rule = only(problems(tmp_path, rule(f'kind = "count"\nat_least = 1\n{column} = "Nowhere"\n{order}')))
    assert (of_rule.table, of_rule.column) == ("study.toml [plan.rules] #2", column)
    part = f'kind = "spacing"\nkm = 3\nothers = {{ {column} = "Nowhere" }}\n{order}'
    assert only(problems(tmp_path, rule(part))).column == column


@pytest.mark.parametrize("named", ['format = "mal"', 'ownership = "dirct"'])
def test_what_the_study_does_not_have_is_told_once(named: str, tmp_path: Path) -> None:
    """That no site passes such a filter is no second problem."""
    found = only(problems(tmp_path, rule(f'kind = "count"\nat_least = 1\n{named}')))
    assert "does not exist" in found.what


def test_a_tier_of_the_order_that_no_place_has_is_told(tmp_path: Path) -> None:
    text = 'kind = "count"\nat_least = 1\ntier = "3"\n[tiers]\norder = ["2", "3", "4"]'
    assert "no zone or candidate" in only(problems(tmp_path, rule(text))).what


NEED = 'kind = "requires"\nformat = "service"\nneeds = { format = "mall" }\nwithin = "region"'


def test_areas_that_a_rule_goes_by_are_named_everywhere(tmp_path: Path) -> None:
    half = zones().assign(county=["South"] * 3 + [""] * 3)
    found = only(problems(tmp_path, rule('kind = "each_area"\nfunction = "sale"\nat_least = 0.5'), zones=half))
    assert (found.table, found.column, tuple(found.ids)) == ("zones", "county", ("Z4", "Z5", "Z6"))
    in_county = rule(NEED.replace("region", "county"))
    assert tuple(only(problems(tmp_path, in_county, zones=half)).ids) == ("Z4", "Z5", "Z6")
    named = {"candidates": candidates().assign(county="South"), "facilities": facilities().assign(county="South")}
    assert problems(tmp_path, in_county, zones=half, **named) == []


def test_a_province_is_a_place_as_a_county_is(tmp_path: Path) -> None:
    """Filters and areas of rules know it; a zone without one is told where a rule goes by it."""
    whole = zones().assign(province=["Jiangsu"] * 3 + ["Anhui"] * 3)
    each = rule('kind = "each_area"\nby = "province"\nfunction = "sale"\nat_least = 0.5\nprovince = "Anhui"')
    assert problems(tmp_path / "whole", each, zones=whole) == []
    half = whole.assign(province=["Jiangsu"] * 3 + [""] * 3)
    found = problems(tmp_path / "half", each.replace("Anhui", "Jiangsu"), zones=half)
    assert [(one.table, one.column, tuple(one.ids)) for one in found] == [("zones", "province", ("Z4", "Z5", "Z6"))]
    assert "Did you mean" in only(problems(tmp_path / "near", each.replace("Anhui", "Anhuy"), zones=whole)).remedy


def test_a_site_lies_in_the_province_of_its_zone(tmp_path: Path) -> None:
    found = market(tmp_path, zones=zones().assign(province=["Jiangsu"] * 3 + ["Anhui"] * 3)).candidates
    assert dict(zip(found["county"], found["province"], strict=True)) == {"South": "Jiangsu", "North": "Anhui"}


def test_a_region_of_ones_own_is_a_column_of_candidates_and_of_facilities(tmp_path: Path) -> None:
    north = candidates().assign(region="north")
    found = problems(tmp_path, rule(NEED))
    assert [p.what for p in found] == [f'{table} have no column "region"' for table in ("candidates", "facilities")]
    found = [only(problems(tmp_path, rule(NEED), candidates=north))]
    assert "facilities" in found[0].what
    assert problems(tmp_path, rule(NEED), candidates=north, facilities=facilities().assign(region="north")) == []
    seven = only(problems(tmp_path, rule(NEED), candidates=north, facilities=facilities().assign(region="7")))
    assert "a number in one table and text in another" in seven.what


def test_without_sites_of_today_there_is_none_to_protect(tmp_path: Path) -> None:
    toml = rule('kind = "cannibalisation"\nat_most = 0.2').replace('facilities = "facilities.csv"\n', "")
    assert "the study has none" in only(problems(tmp_path, toml)).what


def test_a_rule_must_not_contradict_the_status_of_a_site(tmp_path: Path) -> None:
    toml = rule('kind = "sites"\nrequired = ["C1", "C2"]')
    found = only(problems(tmp_path, toml, candidates=candidates().assign(status=["forbidden", *[""] * 5])))
    assert tuple(found.ids) == ("C1",)


def test_criteria_are_measured_or_columns_of_numbers(tmp_path: Path) -> None:
    toml = TOML + "[score]\nweights = { parkng = 1, population = 1 }\n[trade_area]\nexponents = { partner = 1 }\n"
    found = problems(tmp_path, toml, candidates=candidates().assign(parking=5, partner="Volt"))
    assert [(p.table, p.what.split('"')[1]) for p in found] == [
        ("study.toml [score.weights]", "parkng"),
        ("study.toml [trade_area.exponents]", "partner"),
    ]
    assert 'Did you mean "parking"?' in found[0].remedy


def test_rival_classes_are_those_of_the_competitors(tmp_path: Path) -> None:
    toml = TOML + "[trade_area]\nrival_attractiveness = { premum = 1.2, default = 1 }\n"
    assert 'Did you mean "premium"?' in only(problems(tmp_path, toml)).remedy


def test_a_class_of_rivals_that_does_not_occur_is_noted(tmp_path: Path) -> None:
    toml = TOML + "[trade_area]\nrival_attractiveness = { volume = 0.8, premium = 1.2 }\n"
    (note,) = market(tmp_path, toml).notes
    assert note.ids == ("volume",)
    assert "the classes are premium" in str(note)


MINUTES = TOML.replace("[formats.mall]", '[travel]\nsource = "minutes"\n\n[formats.mall]').replace(
    'competitors = "competitors.csv"', 'competitors = "competitors.csv"\nminutes = "minutes.csv"'
)


def minutes(*rows: tuple[str, str, object]) -> pd.DataFrame:
    return pd.DataFrame([("Z1", "C1", 5), ("Z1", "F1", 0), *rows], columns=["zone_id", "site_id", "minutes"])


def test_the_users_own_minutes_are_read(tmp_path: Path) -> None:
    table = market(tmp_path, MINUTES, minutes=minutes(("Z2", "R3", 7.5))).minutes
    assert table is not None
    assert list(table["minutes"]) == [5.0, 0.0, 7.5]


@pytest.mark.parametrize(
    ("row", "column", "ids"),
    [
        (("Z1", "C1", 6), "zone_id, site_id", ("Z1 - C1",)),
        (("Z9", "C1", 6), "zone_id", ("Z9",)),
        (("Z2", "X1", 6), "site_id", ("X1",)),
        (("Z2", "C1", -1), "minutes", ("Z2 - C1",)),
        (("Z2", "C1", ""), "minutes", ("Z2 - C1",)),
        (("Z2", "C1", "soon"), "minutes", ("Z2 - C1",)),
    ],
)
def test_bad_minutes_are_named(row: tuple[str, str, object], column: str, ids: tuple[str, ...], tmp_path: Path) -> None:
    found = problems(tmp_path, MINUTES, minutes=minutes(row))
    assert {(p.table, p.column, tuple(p.ids)) for p in found} == {("minutes", column, ids)}


def test_minutes_need_ids_that_mean_one_site(tmp_path: Path) -> None:
    both = facilities().assign(site_id=["C1", "F2"])
    found = problems(tmp_path, MINUTES, facilities=both, minutes=minutes())
    assert ("C1",) in [tuple(p.ids) for p in found]
    assert problems(tmp_path / "no_minutes", facilities=both) == []


# --- all at once


def test_every_problem_comes_in_one_report(tmp_path: Path) -> None:
    toml = (
        TOML.replace("at_most = 5_000_000", "at_most = 0")
        .replace('name = "Small town"', 'name = "Small town"\nlanguag = "en"')
        .replace("area_m2 = 200", 'area_m2 = "big"')
    )
    found = problems(
        tmp_path,
        toml,
        zones=spoilt_zones(population=[1, None, -3, 4, 5, 6], zone_id=["Z1", "Z1", "Z3", "Z4", "Z5", "Z6"]),
        candidates=candidates().assign(formats="maal", lat=[40, *[23.05] * 5]),
        facilities=facilities().drop(columns="format"),
        competitors=None,
    )
    expected = {
        ("study.toml [study]", "languag"),
        ("study.toml [formats.mall]", "area_m2"),
        ("study.toml [plan.rules] #1", "at_most"),
        ("zones", "zone_id"),
        ("zones", "population"),
        ("candidates", "formats"),
        ("candidates", "geometry"),
        ("facilities", "format"),
        ("competitors", ""),
    }
    assert {(p.table, p.column) for p in found} == expected
    assert all(isinstance(p, Problem) and p.what and p.remedy.endswith((".", "?")) for p in found)


def test_read_market_raises_them_all(tmp_path: Path) -> None:
    folder = write_study(tmp_path, zones=spoilt_zones(population=-1), competitors=None)
    with pytest.raises(StudyError) as caught:
        read_market(read_study(folder))
    assert {problem.table for problem in caught.value.problems} == {"zones", "competitors"}
    assert len(str(caught.value).splitlines()) == 2


def test_tables_are_checked_though_the_study_names_one_less(tmp_path: Path) -> None:
    found = problems(tmp_path, without(TOML, 'zones = "zones.geojson"'), candidates=candidates().assign(rent="x"))
    assert {(p.table, p.column) for p in found} == {("study.toml [files]", "zones"), ("candidates", "rent")}


def test_a_format_that_is_wrong_is_still_a_format(tmp_path: Path) -> None:
    found = only(problems(tmp_path, without(TOML, 'functions = ["service"]\n')))
    assert (found.table, found.column) == ("study.toml [formats.service]", "functions")
