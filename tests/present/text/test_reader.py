"""Each reader has words of its own: language and what is sold are the reader's, and no call changes another's."""

from __future__ import annotations

import pytest

from siteplan.present.text.reader import Reader
from siteplan.study import Unit
from tests.worlds import tiny_ground

BASKET = Unit(singular="basket", plural="baskets")


@pytest.mark.parametrize(
    ("reader", "said"),
    [
        (Reader("en"), "{n} vehicle is lost"),
        (Reader("en", BASKET), "{n} basket is lost"),
    ],
)
def test_a_count_speaks_of_what_is_sold(reader: Reader, said: str) -> None:
    assert reader.ngettext("{n} vehicle is lost", "{n} vehicles are lost", 1) == said


def test_readers_stand_beside_each_other() -> None:
    """The word of one is bound before the other is asked, and is still its own afterwards."""
    cars, baskets, chinese = Reader("en"), Reader("en", BASKET), Reader("zh-Hans")
    _ = cars.gettext
    assert baskets.gettext("Vehicles") == "Baskets"
    assert chinese.gettext("Legend") == "图例"
    assert _("Vehicles") == "Vehicles"


def test_a_reader_of_a_study_reads_its_language_unless_told_otherwise() -> None:
    study = tiny_ground().study
    shop = study.model_copy(update={"study": study.study.model_copy(update={"unit": BASKET, "language": "zh-Hans"})})
    names = study.tiers.names
    assert Reader.of(study) == Reader("en", tiers=names)
    assert Reader.of(shop) == Reader("zh-Hans", BASKET, tiers=names)
    assert Reader.of(shop, "en") == Reader("en", BASKET, tiers=names)


def test_money_is_told_in_the_studys_currency() -> None:
    study = tiny_ground().study
    shop = study.model_copy(update={"study": study.study.model_copy(update={"currency": "EUR"})})
    assert Reader.of(shop, "en").money_word("/m2/day") == "EUR/m²/day"
    assert Reader.of(study, "zh-Hans").money_word() == "元"


def test_columns_of_files_are_named_in_english_by_what_is_sold() -> None:
    """Scripts read them: they stay the same in every language."""
    assert Reader("zh-Hans").column_unit("vehicles/year") == "vehicles/year"
    assert Reader("zh-Hans", BASKET).column_unit("vehicles/year") == "baskets/year"
