"""What a study, its outlooks, phases and risks are called in each reader's language."""

import pytest

from siteplan.data import input_hash
from siteplan.present.text.reader import Reader
from siteplan.study import Outlook
from siteplan.study.phases_spec import Phase
from siteplan.study.uncertain.risk_spec import Risk
from tests.worlds import tiny_study

NAMES = {"name": "Two cities", "name_zh": "两城", "name_zh_hant": "兩城"}


@pytest.mark.parametrize(
    ("given", "language", "called"),
    [
        (NAMES, "en", "Two cities"),
        (NAMES, "zh-Hans", "两城"),
        (NAMES, "zh-Hant", "兩城"),
        ({"name": "两城", "name_en": "Two cities"}, "en", "Two cities"),
        ({"name": "Two cities", "name_zh": "两城"}, "zh-Hant", "两城"),  # nearer than English
        ({"name": "Two cities"}, "zh-Hant", "Two cities"),
        ({"name": "Two cities", "name_zh": ""}, "zh-Hans", "Two cities"),
    ],
)
def test_the_name_in_the_readers_language_or_else_the_name(given: dict[str, str], language: str, called: str) -> None:
    study = tiny_study()
    named = study.model_copy(update={"study": study.study.model_copy(update=given)})
    assert Reader(language).study_name(named) == called


def test_all_that_is_named_has_such_names() -> None:
    risk = Risk(name="small", money=1.0, owner="Sales", owner_zh="销售部", response_zh_hant="及早簽約")
    assert [Reader(language).told(risk, "owner") for language in ("en", "zh-Hans", "zh-Hant")] == [
        "Sales", "销售部", "销售部",
    ]  # fmt: skip
    assert [Reader(language).told(risk, "response") for language in ("zh-Hans", "zh-Hant")] == ["", "及早簽約"]
    some = [Outlook(name="a", name_zh="甲", probability=0.5), Outlook(name="b", probability=0.5)]
    assert Reader("zh-Hans").called(some) == {"a": "甲", "b": "b"}


def test_a_translation_of_names_asks_no_other_question() -> None:
    """Of the study, an outlook, a risk with who looks after it, and a phase; another name is another question."""
    study = tiny_study()

    def asked(name: str = "a", **words: str) -> str:
        plan = study.plan.model_copy(update={"phases": (Phase(name=name, start="2027Q1", **words),)})
        told = {"owner_zh": "销售部", "response_en": "Sign early"} if words else {}
        parts = {
            "study": study.study.model_copy(update=words),
            "plan": plan,
            "outlooks": (Outlook(name="b", probability=1.0, **words),),
            "risks": (Risk(name="c", money=1.0, **words, **told),),
        }
        return input_hash(study.model_copy(update=parts))

    assert asked() == asked(name_zh="两城", name_zh_hant="兩城")
    assert asked() != asked(name="d")
