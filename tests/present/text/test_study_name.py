"""What a study is called in each reader's language."""

import pytest

from siteplan.data import input_hash
from siteplan.present.text.reader import Reader
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


def test_a_translation_of_the_name_asks_no_other_question() -> None:
    study = tiny_study()
    translated = study.model_copy(update={"study": study.study.model_copy(update={"name_zh": "两城"})})
    assert input_hash(translated) == input_hash(study)
