"""Each kind of rule as a planner reads it, in both languages."""

from __future__ import annotations

import re
from typing import Any

import pytest

from siteplan.present.plan_text.rule_sentences import rule_in_words
from siteplan.present.plan_text.rule_words import rule_value
from siteplan.present.plan_text.standards import standard_of
from siteplan.present.text.names import UNITS
from siteplan.present.text.numbers import amount
from siteplan.present.text.reader import Reader
from siteplan.study.rules import PeopleRule
from tests.worlds import tiny_study

SAID: list[tuple[dict[str, Any], str, str]] = [
    (
        {"kind": "budget", "at_most": 20e6, "contingency": 0.1},
        "at most 18 m CNY is invested in new sites (10.0 % of 20 m CNY is held in reserve)",
        "新增网点的投资至多 1800 万元（从 2000 万元中预留 10.0%）",
    ),
    (
        {"kind": "budget", "at_most": 2e6, "of": "opex", "format": "mall"},
        "running malls costs at most 2 m CNY/year",
        "商超体验店的运营成本至多 200 万元/年",
    ),
    (
        {"kind": "count", "at_least": 1, "at_most": 2, "format": ["mall", "dealer"], "tier": "4"},
        "at least 1, at most 2 malls or dealers in Tier 4 open",
        "至少开设 1 家、至多 2 家四线的商超体验店或授权经销店",
    ),
    (
        {"kind": "count", "at_most": 2, "province": ["X", "Y"], "city": "A"},
        "at most 2 new sites in X and Y, A open",
        "",
    ),
    ({"kind": "count", "exactly": 3, "city": ["A", "B", "C"]}, "exactly 3 new sites in A, B and C open", ""),
    (
        {"kind": "share", "format": "mall", "at_most": 0.2},
        "malls are at most 20.0 % of the new sites that open",
        "开设的新增网点中，商超体验店占比至多 20.0%",
    ),
    (
        {"kind": "share", "ownership": "direct", "among": {"tier": "1"}, "at_least": 0.5},
        "new sites run by the company are at least 50.0 % of the new sites in Tier 1 that open",
        "开设的一线的新增网点中，直营的新增网点占比至少 50.0%",
    ),
    (
        {"kind": "requires", "format": "charge_partner", "needs": {"format": "mall"}, "within": "county"},
        "charging partners open only where their county has malls, of today or new",
        "充电合作站只开在所在区县有商超体验店的地方（现有或新增均可）",
    ),
    (
        {"kind": "requires", "format": "franchise", "needs": {"format": "agent"}, "within": "region"},
        "franchises open only where their region has agents, of today or new",
        "",
    ),
    (
        {"kind": "spacing", "format": "mall", "km": 10},
        "malls are at least 10 km from each other and from those of today",
        "商超体验店彼此之间、与现有同类网点之间至少相距 10 公里",
    ),
    (
        {"kind": "spacing", "format": "mall", "others": {"format": "dealer"}, "minutes": 15},
        "malls are at least 15 min from dealers, those of today included",
        "商超体验店与授权经销店至少相距 15 分钟（现有网点计算在内）",
    ),
    (
        {"kind": "spacing", "others": {"ownership": "partner"}, "km": 1.5},
        "new sites are at least 1.5 km from own sites run by a partner, those of today included",
        "",
    ),
    (
        {"kind": "territory", "format": ["mall", "dealer"], "minutes": 20},
        "each zone is within 20 min of at most one of these, today's included: malls and dealers",
        "每个分区在 20 分钟内至多到达以下网点中的一家（现有网点计算在内）：商超体验店和授权经销店",
    ),
    (
        {"kind": "coverage", "function": "sale", "area": "rural", "at_least": 0.6, "city": "X", "ownership": "partner"},
        "at least 60.0 % of rural people in X are within 30 min of a sales site (run by a partner)",
        "",
    ),
    (
        {"kind": "each_area", "function": "sale", "area": "rural", "at_least": 0.6, "minutes": 30},
        "in every county, at least 60.0 % of rural people are within 30 min of a sales site",
        "每个区县：乡村人口中至少 60.0%在 30 分钟内到达销售网点",
    ),
    (
        {"kind": "everyone", "function": "service", "minutes": 60, "times": 2},
        "100 % of all people are within 60 min of a service site, each with 2 sites to choose from",
        "全部人口中100%在 60 分钟内到达服务网点，且每处有 2 家可选",
    ),
    (
        {"kind": "everyone", "function": "sale"},
        "100 % of all people are within their tier's minutes of a sales site",
        "",
    ),
    (
        {"kind": "minimum_sales", "format": "mall", "at_least": 300},
        "malls sell at least 300 vehicles/year each",
        "商超体验店每家至少销售 300 辆/年",
    ),
    (
        {"kind": "capacity", "format": "mall", "at_most": 900},
        "malls sell at most 900 vehicles/year each: demand above that is lost",
        "商超体验店每家销量不超过 900 辆/年：超出部分无法成交",
    ),
    (
        {"kind": "cannibalisation", "at_most": 0.2},
        "own sites of today each lose at most 20.0 % of their sales to new sites",
        "现有的自有网点每家至多有 20.0%的销量被新增网点分走",
    ),
    (
        {"kind": "cost_per_vehicle", "at_most": 5200},
        "all own sites together cost at most 5.2 k CNY/vehicle",
        "全部自有网点的成本至多 5200 元/辆",
    ),
    (
        {"kind": "capture", "tier": "1", "at_least": 0.3},
        "own sites win at least 30.0 % of the demand in Tier 1",
        "自有网点至少占一线的需求的 30.0%",
    ),
    ({"kind": "sites", "required": "C1", "forbidden": ["C2"]}, "must open: C1; must not open: C2", ""),
    ({"kind": "sites"}, "", ""),
]


@pytest.mark.parametrize(("rule", "english", "chinese"), SAID, ids=[english for _, english, _ in SAID])
def test_a_rule_is_a_sentence(rule: dict[str, Any], english: str, chinese: str) -> None:
    study = tiny_study(rules=[rule])
    (spec,) = study.plan.rules
    assert rule_in_words(spec, study, Reader("en")) == english
    said = rule_in_words(spec, study, Reader("zh-Hans"))
    assert said == chinese if chinese else (said != english or not english)


@pytest.mark.parametrize(
    ("rule", "minutes"),
    [
        ({"function": "sale", "area": "rural"}, 30.0),  # the study's own for rural people
        ({"function": "sale", "area": "urban"}, None),  # 25 in one tier, 45 in the other
        ({"function": "sale", "area": "urban", "tier": "4"}, 45.0),
        ({"function": "sale", "tier": "4"}, None),  # its rural people are asked 30
        ({"function": "service"}, 60.0),  # one for all tiers
        ({"function": "delivery"}, tiny_study().travel.max_minutes),  # no standard: as far as minutes are counted
        ({"function": "charging"}, tiny_study().charging.minutes),  # nor one: that of charging, as coverage counts it
        ({"function": "sale", "minutes": 12}, 12.0),
    ],
)
def test_the_standard_is_told_in_minutes_where_it_is_one(rule: dict[str, Any], minutes: float | None) -> None:
    spec = tiny_study(rules=[{"kind": "everyone", **rule}]).plan.rules[0]
    assert isinstance(spec, PeopleRule)
    assert standard_of(spec, tiny_study()) == minutes


# Each kind with a count in it, and its words where nothing is to be counted twice: "1 mall opens", "no malls open".
COUNTS: list[tuple[dict[str, Any], tuple[str, ...]]] = [
    ({"exactly": 1}, ("exactly 1 new site opens", "恰好开设 1 家新增网点")),
    ({"at_least": 1, "format": ["mall", "dealer"]}, ("at least 1 mall or dealer opens", "")),
    ({"at_most": 0, "format": "mall", "tier": "1"}, ("no malls in Tier 1 open", "不开设一线的商超体验店")),
    ({"at_most": 2, "format": "kiosk"}, ("at most 2 kiosk sites open", "至多开设 2 家kiosk网点")),
    ({"at_most": 1, "format": "kiosk", "ownership": "partner"}, ("at most 1 kiosk site run by a partner opens", "")),
]


@pytest.mark.parametrize(("given", "said"), COUNTS)
def test_a_count_and_its_noun_agree(given: dict[str, Any], said: tuple[str, str]) -> None:
    study = tiny_study(rules=[{"kind": "count", **given}])
    for language, words in zip(("en", "zh-Hans"), said, strict=True):
        assert words in rule_in_words(study.plan.rules[0], study, Reader(language))


_MANY = re.compile(r"\b(0|[1-9]\d*) (?:[a-z]+ )?(malls?|dealers?|sites?|zones?|areas?|persons?|vehicles?)\b")


@pytest.mark.parametrize("n", [0, 1, 2, 5])
def test_no_number_has_the_wrong_number_of_things(n: int) -> None:
    """1 mall and 2 malls: in what each count asks, and in each unit that a rule is told in."""
    filters: list[dict[str, Any]] = [{}, {"format": "mall"}, {"format": ["mall", "dealer"]}, {"ownership": "partner"}]
    limits: list[dict[str, int]] = [{"exactly": n}, {"at_most": n}, {"at_least": n}, {"at_least": 0, "at_most": n}]
    counts = [{"kind": "count", **limit, **where} for where in filters for limit in limits]
    study = tiny_study(rules=counts)
    for language in ("en", "zh-Hans"):
        reader = Reader(language)
        said = [rule_in_words(rule, study, reader) for rule in study.plan.rules]
        said += [rule_value(float(n), unit, reader) for unit in ("areas", "pairs", "zones", "sites", "vehicles")]
        said += [amount(float(n), unit, reader) for unit in UNITS]
        for number, noun in _MANY.findall("\n".join(said)):
            assert noun.endswith("s") == (number != "1"), f"{number} {noun}"
