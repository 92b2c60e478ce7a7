"""Usual headers of other people's tables, and which column each stands for.

A rename is proposed only from here, or for a misspelling; never because a name lies within another.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache

from siteplan.data.tables.columns import TABLES

__all__ = ["MISSPELT", "columns_like", "either", "is_column", "is_known_header"]

MISSPELT = 0.84  # share of letters that two names must have in common: "populaton", not "location" for "population"
LONGEST_NAME = 40
PLACED = ("geometry", "lon", "lat")

_SITE = (
    "id code key fid gid site siteid sitecode siteno store storeid storecode storeno shop shopid shopcode "
    "shopno branchid dealerid dealercode outletid poiid stationid facilityid candidateid competitorid "
    "locationid 编号 编码 代码 门店编号 门店编码 网点编号 网点编码 店铺编号 店铺id 门店id 序号 站点编号 "
    "候选点编号"
)
_ZONE = (
    "id code key fid gid zone zoneid zonecode zoneno area areaid areacode geoid geocode adcode regionid "
    "regioncode districtid districtcode countyid countycode tract tractid blockid gridid cellid hexid h3 "
    "nuts nutsid lau ags fips 编号 编码 代码 区域编号 区域代码 行政区划代码 区划代码 网格编号 网格id "
    "小区编号 序号"
)
_EITHER = frozenset(_SITE.split()) & frozenset(
    _ZONE.split()
)  # in a table of pairs they leave open which of the two is meant
ALIASES: dict[str, str] = {
    "geometry": ("wkt geom thegeom wktgeom wktgeometry geomwkt geometrywkt shape polygon geo 几何 几何信息 边界"),
    "lon": ("x lng long longitude longitud lonwgs84 lngwgs84 xcoord coordx pointx easting 经度 经度坐标 东经 x坐标"),
    "lat": "y latitude latitud latwgs84 ycoord coordy pointy northing 纬度 纬度坐标 北纬 y坐标",
    "population": (
        "pop persons people inhabitants residents einwohner inwoners poptotal totalpopulation totalpop "
        "population2020 pop2020 bevolking habitants poblacion 人口 人口数 常住人口 总人口 人口总数"
    ),
    "income": "incomes meanincome averageincome avgincome medianincome 收入 人均收入 平均收入 可支配收入",
    "households": "hh nhouseholds households2020 户数 家庭户数 家庭数",
    "footfall": "traffic foottraffic visitors 客流 客流量 人流 人流量",
    "name": "sitename storename shopname title label 名称 门店名称 网点名称 店名 姓名",
    "province": "provincename state statename prov 省 省份 省级 所在省 所在省份",
    "city": "town municipality cityname 市 城市 地级市 所在城市",
    "county": "district countyname 区 县 区县 所在区县 县区",
    "tier": "citytier cityclass citylevel 城市等级 城市级别 等级",
    "rent": "rental rentperm2 租金 房租",
    "area_m2": "area sqm m2 floorarea aream2 面积 建筑面积",
    "format": "type storetype storeformat formats 业态 店型 门店类型",
    "brand": "chain make 品牌",
    "minutes": "min mins time traveltime duration drivetime durationmin timemin 分钟 时间 时长",
    "visits": "trips flow count customers n 客流 到访 到访量 次数",
    "piles": "chargers plugs connectors evse 充电桩 桩数 充电桩数",
    "kw": "power powerkw 功率 总功率",
}


def columns_like(column: str, spare: Iterable[str], table: str) -> list[str]:
    """Return the columns that stand for one that is missing, best first; a misspelling where none has a usual name.

    `spare` are names that are no columns of the table.
    """
    names = [name for name in spare if len(name) <= LONGEST_NAME]
    usual = [_folded(alias) for alias in _aliases(column, table)]
    found = sorted((name for name in names if _folded(name) in usual), key=lambda name: usual.index(_folded(name)))
    if found:
        return found
    by_folded = {_folded(name): name for name in names}
    return [by_folded[like] for like in get_close_matches(_folded(column), by_folded, n=1, cutoff=MISSPELT)]


def either(names: Iterable[str]) -> str:
    """Return the columns that may be meant, as a message names them."""
    return " or ".join(f'"{name}"' for name in list(names)[:3])


def is_known_header(name: str, table: str) -> bool:
    """Return whether a name is that of a column the table may have, or a usual one for it."""
    return len(name) <= LONGEST_NAME and table in TABLES and _folded(name) in _headers(table)


def is_column(name: str, table: str) -> bool:
    """Return whether a name is that of a column the table may have, but for case and blanks."""
    return len(name) <= LONGEST_NAME and table in TABLES and _folded(name) in map(_folded, _columns(table))


def _columns(table: str) -> tuple[str, ...]:
    spec = TABLES[table]
    return (*spec.names, *(PLACED if spec.shapes else ()))


@cache
def _headers(table: str) -> frozenset[str]:
    return frozenset(_folded(word) for column in _columns(table) for word in (column, *_aliases(column, table)))


def _aliases(column: str, table: str) -> tuple[str, ...]:
    if column not in ("zone_id", "site_id"):
        return tuple(ALIASES.get(column, "").split())
    usual = tuple((_SITE if column == "site_id" else _ZONE).split())
    if TABLES[table].key:
        return usual
    ends = ("to", "destination", "dest", "toid") if column == "site_id" else ("from", "origin", "fromid")
    return (*ends, *(name for name in usual if name not in _EITHER))


def _folded(name: str) -> str:
    """Return a name as people compare it: no case, blanks, lines or points; without a unit in brackets."""
    bare = name.split("(", maxsplit=1)[0].split("（", maxsplit=1)[0] or name
    return "".join(letter for letter in bare.casefold() if letter.isalnum())
