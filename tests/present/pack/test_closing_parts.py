"""The last parts of a pack: every figure once, whom it is for, and what could not be printed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from siteplan.present.maps.plan_areas import plan_areas
from siteplan.present.pack.build import pack_of
from siteplan.present.pack.closing_parts import compliance_part, dictionary_part, unprinted_part
from siteplan.present.pack.content import KeyFigure, Pack
from siteplan.present.tables.column import Table
from siteplan.present.text.reader import Reader
from tests.worlds import tiny_plan


@pytest.fixture(scope="module")
def pack() -> Pack:
    plan = replace(tiny_plan(), input_hash="0123abcd")
    return pack_of(plan, plan_areas(plan), 1_795_775_400, Reader("en"))


def test_the_dictionary_tells_today_plan_and_ends_of_a_figure_beside_each_other(pack: Pack) -> None:
    def figure(id_: str, text: str) -> KeyFigure:
        return KeyFigure(id_, "Share", 0.1, text, "", "2027", "evaluate/kpis.py", meaning="capture / demand")

    told = [
        figure("share", "5 %"),
        figure("share.today", "2 %"),
        figure("share.high", "8 %"),
        figure("tier.new-1", "3"),
    ]
    (table,) = dictionary_part(replace(pack, figures=told)).items
    assert isinstance(table, Table)
    assert table.rows == [["Share", "2 %", "5 %", "–", "8 %", "[D]"], ["Share", "–", "3", "–", "–", "[D]"]]
    assert table.details[0] == "share; capture / demand; evaluate/kpis.py"
    assert table.details[1].startswith("tier.new-1;")


def test_the_dictionary_has_every_figure_of_a_plan(pack: Pack) -> None:
    (table,) = dictionary_part(pack).items
    assert isinstance(table, Table)
    cells = {cell for row in table.rows for cell in row}
    assert {figure.text for figure in pack.figures} <= cells
    assert table.n_printed == len(table.rows)


def test_compliance_says_for_whom_from_what_and_when(pack: Pack) -> None:
    with_maps, without = compliance_part(pack, maps=True), compliance_part(pack, maps=False)
    said = " ".join(with_maps.sentences)
    for words in ("For internal use", "no national border", "Synthetic data: Candidates", "[S] seen", "2026-11-27",
                  "inputs 0123abcd"):  # fmt: skip
        assert words in said
    assert len(without.sentences) == len(with_maps.sentences) - 1
    (table,) = with_maps.items
    assert isinstance(table, Table)
    assert ["Zones", "Census", "–", "MIT", "2020", "as given by the source"] in table.rows


def test_what_could_not_be_printed_is_named_as_unicode_names_it() -> None:
    part = unprinted_part({"😀": "Café 〓", "𠮷": "〓野家"}, Reader("en"))
    assert part is not None
    (table,) = part.items
    assert isinstance(table, Table)
    assert table.rows == [
        ["U+1F600", "GRINNING FACE", "Café 〓"],
        ["U+20BB7", "CJK UNIFIED IDEOGRAPH-20BB7", "〓野家"],
    ]
    assert unprinted_part({}, Reader("en")) is None
