"""The bundled studies: the board's question asks all nine formats of the province's own tables."""

from __future__ import annotations

from siteplan.data import read_study
from siteplan.data.bundled import bundled_study

NINE = {"mall", "flagship", "dealer", "service", "franchise", "agent", "shared", "charge_partner", "hub"}


def test_the_board_asks_nine_formats_of_the_tables_of_the_province() -> None:
    province = bundled_study()
    board = read_study(province.parent / "guangdong-board")
    assert set(board.formats) == NINE
    for table, entry in board.files.given().items():
        assert board.path(table).resolve().parent == province.resolve(), table
        assert entry.synthetic
    assert board.plan.discount_rate == 0.6 * 0.09 + 0.4 * 0.045  # the mean of its sources of money
    assert board.formats["dealer"].capex_part == 0.0
    assert board.formats["shared"].opex_part * 3 == 1.0
