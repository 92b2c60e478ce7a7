"""study.toml: what is wrong with it, in plain words, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from siteplan.data import check_study, read_study, revised_plan
from siteplan.data.study_toml.study_file import study_reading
from siteplan.errors import Problem, StudyError
from tests.data.folders import TOML, only, write_study, zones

JARGON = ("pydantic", "validation", "Input should", "extra_forbidden", "Literal", "type=")


def found(tmp_path: Path, toml: str) -> list[Problem]:
    (tmp_path / "study.toml").write_text(toml, encoding="utf-8")
    problems = list(study_reading(tmp_path).problems)
    assert all(word not in str(problem) for problem in problems for word in JARGON)
    return problems


def rules(*texts: str) -> str:
    return TOML + "".join(f"\n[[plan.rules]]\n{text}\n" for text in texts)


def test_a_study_is_read_from_its_folder_or_its_file(tmp_path: Path) -> None:
    write_study(tmp_path)
    study = read_study(tmp_path)
    assert study == read_study(tmp_path / "study.toml")
    assert study == read_study(str(tmp_path))
    assert study.path("zones") == tmp_path / "zones.geojson"


def test_a_missing_study_says_how_to_start_one(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="siteplan init"):
        read_study(tmp_path)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"[study\nname = 1", "line 1"),
        (b"[study]\nname = Guangdong", "line 2"),
        (b"[study]\nname = 'a'\nname = 'b'", "not valid TOML"),
        ('[study]\nname = "广东"'.encode("gbk"), "not UTF-8"),
    ],
)
def test_what_is_no_toml_is_said_with_its_line(content: bytes, what: str, tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_bytes(content)
    problem = only(list(study_reading(tmp_path).problems))
    assert what in problem.what


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    write_study(tmp_path)
    (tmp_path / "study.toml").write_text(TOML, encoding="utf-8-sig")
    assert read_study(tmp_path).study.name == "Small town"


# (added text, section, key, part of what is wrong, part of the remedy)
MISTAKES = [
    ("[travel]\nmax_minuts = 30", "[travel]", "max_minuts", "this key does not exist", 'Did you mean "max_minutes"?'),
    ("[travel]\nxyz = 30", "[travel]", "xyz", "does not exist", "The keys of this section are source, max_minutes"),
    ("[pln]\ngap = 0.1", "", "pln", "this key does not exist", 'Did you mean "plan"?'),
    ("folder = 'x'\n", "", "folder", "this key does not exist", "The sections are study, files"),
    ("[travel]\nsource = 'road'", "[travel]", "source", '"road" is not allowed', 'Did you mean "roads"?'),
    ("[travel]\nsource = 'road'", "[travel]", "source", "", "Allowed are roads, straight_line, minutes."),
    ("[travel]\nmax_minutes = 0", "[travel]", "max_minutes", "0 is not above 0", "above 0"),
    ("[travel]\nmax_minutes = '30 min'", "[travel]", "max_minutes", '"30 min" is not a number', "without quotes"),
    ("[travel]\nmax_minutes = inf", "[travel]", "max_minutes", "finite", "1.5"),
    ("[travel]\ndetour = 0.5", "[travel]", "detour", "0.5 is not 1 or more", "Give 1 or more."),
    ("[trade_area]\nrate = nan", "[trade_area]", "rate", "nan is not a finite number", ""),
    ("[demand]\nnev_share = { tier1 = -1 }", "[demand.nev_share]", "tier1", "-1 is not 0 or more", ""),
    ("[tiers]\norder = [1, 2]", "[tiers]", "order #1", "1 is not text", "in quotes"),
    ("[tiers.minutes]\nsales = 30", "[tiers.minutes]", "sales", '"sales" is not allowed', 'Did you mean "sale"?'),
    ("[tiers.minutes]\nsale = 'x'", "[tiers.minutes]", "sale", '"x" is not a section', ""),
    ("[score]\nweights = 3", "[score]", "weights", "3 is not a section", "[section]"),
    ("[score.gates.rent]\nat_mots = 3", "[score.gates.rent]", "at_mots", "this key does not exist", 'mean "at_most"'),
    ("[plan]\nseed = 1.5", "[plan]", "seed", "1.5 is not a whole number", "3"),
    ("[plan]\ngap = 1", "[plan]", "gap", "1 is not below 1", "below 1"),
    ("[formats.hub]\nfunctions = ['charging']\narea_m2 = 10", "[formats.hub]", "attractiveness", "missing", "Add it"),
    ("[formats.hub]\nfunctions = ['charge']\narea_m2 = 10\nattractiveness = 1", "[formats.hub]", "functions #1",
     '"charge" is not allowed', 'Did you mean "charging"?'),
]  # fmt: skip


@pytest.mark.parametrize(("text", "section", "key", "what", "remedy"), MISTAKES)
def test_a_mistake_is_said_in_plain_words(
    text: str, section: str, key: str, what: str, remedy: str, tmp_path: Path
) -> None:
    rule = TOML.index("[[plan.rules]]")
    # A [plan] must come before its rules, a bare key before the first section.
    toml = text + TOML if text.startswith("folder") else f"{TOML[:rule]}{text}\n{TOML[rule:]}"
    problems = [p for p in found(tmp_path, toml) if p.column == key]
    problem = only(problems)
    assert problem.table == f"study.toml {section}".strip()
    assert what in problem.what
    assert remedy in problem.remedy


RULE_MISTAKES = [
    ('kind = "budget"\nat_most = 0', "at_most", "0 is not above 0", "leave the rule out"),
    ('kind = "bugdet"\nat_most = 1', "kind", '"bugdet" is not allowed', 'Did you mean "budget"?'),
    ("at_most = 1", "kind", "what kind", "budget, cannibalisation, capacity, capture"),
    ('kind = "budget"', "at_most", "missing", ""),
    ('kind = "budget"\nat_least = 1\nat_most = 2', "at_least", "this key does not exist", 'Did you mean "at_most"?'),
    ('kind = "count"\nat_most = 1.5', "at_most", "1.5 is not a whole number", ""),
    ('kind = "count"\nat_most = 1\nformat = "mal"', "format", "does not exist", 'Did you mean "mall"?'),
    ('kind = "count"\nat_most = 1\nownership = "own"', "ownership", "does not exist", "direct, dealer"),
    ('kind = "count"', "", "sets no limit", "at_least, at_most or exactly"),
    ('kind = "count"\nat_least = 3\nat_most = 2', "at_least", "contradict", ""),
    ('kind = "count"\nat_least = 3\nexactly = 2', "exactly", "together with another", "exactly alone"),
    ('kind = "coverage"\nfunction = "sale"\nat_least = 80', "at_least", "80 is not 1 or less", "80 % is written 0.8."),
    ('kind = "coverage"\nfunction = "sale"\nat_least = 0', "at_least", "0 is not above 0", "above 0"),
    ('kind = "coverage"\nfunction = "rescue"\nat_least = 0.5', "function", "no format", "display, sale, service"),
    ('kind = "coverage"\nfunction = "sale"\nat_least = 0.5\nminutes = 91', "minutes", "more than", "max_minutes"),
    ('kind = "coverage"\nfunction = "sale"\nat_least = 0.5\narea = "town"', "area", "not allowed", "urban"),
]


@pytest.mark.parametrize(("text", "key", "what", "remedy"), RULE_MISTAKES)
def test_a_mistake_in_a_rule_names_the_rule(text: str, key: str, what: str, remedy: str, tmp_path: Path) -> None:
    problem = only(found(tmp_path, rules(text)))
    assert (problem.table, problem.column) == ("study.toml [plan.rules] #2", key)
    assert what in problem.what
    assert remedy in problem.remedy


NEW_RULE_MISTAKES = [
    ('kind = "budget"\nat_most = 1\nof = "rent"', "", "of", "not allowed", "Allowed are capex, opex"),
    ('kind = "budget"\nat_most = 1\ncontingency = 10', "", "contingency", "10 is not below 1", "below 1"),
    ('kind = "share"\nformat = "mall"', "", "", "sets no limit", "Give at_least or at_most."),
    ('kind = "share"\nformat = "mall"\nat_most = 20', "", "at_most", "20 is not 1 or less", "20 % is written 0.2."),
    ('kind = "share"\nformat = "mall"\nat_most = 0.2\nat_least = 0.3', "", "at_least", "contradict", "Lower at_least"),
    ('kind = "share"\nat_most = 0.2', "", "", "of all the sites it is compared with", "among"),
    ('kind = "share"\nformat = "mall"\nat_most = 0.2\namong = { format = "mall" }', "", "", "of all the sites", ""),
    ('kind = "share"\nformat = "mall"\nat_most = 0.2\namong = { formt = "mall" }', ".among", "formt", "does not exist",
     'mean "format"'),
    ('kind = "share"\nownership = "direct"\nat_most = 0.2\namong = { format = "mal" }', ".among", "format",
     "does not exist", 'mean "mall"'),
    ('kind = "requires"\nformat = "mall"', "", "needs", "missing", ""),
    ('kind = "requires"\nformat = "mall"\nneeds = { format = ["mall", "service"] }', "", "needs", "meets it", ""),
    ('kind = "requires"\nformat = "mall"\nneeds = { ownership = "own" }', ".needs", "ownership", "does not exist", ""),
    ('kind = "spacing"', "", "km", "distance is missing", "either km or minutes"),
    ('kind = "spacing"\nkm = 3\nminutes = 5', "", "km", "both", "either km or minutes"),
    ('kind = "spacing"\nkm = 0', "", "km", "0 is not above 0", ""),
    ('kind = "spacing"\nminutes = 91', "", "minutes", "more than travel.max_minutes", ""),
    ('kind = "territory"\nminutes = 91', "", "minutes", "more than travel.max_minutes", ""),
    ('kind = "everyone"\nfunction = "rescue"', "", "function", "no format", ""),
    ('kind = "everyone"\nfunction = "sale"\ntimes = 0', "", "times", "0 is not 1 or more", ""),
    ('kind = "capture"\nat_least = 30', "", "at_least", "30 is not 1 or less", "30 % is written 0.3."),
    ('kind = "capture"\nat_least = 0.3\nformat = "mall"', "", "format", "this key does not exist", ""),
    ('kind = "cannibalisation"\nat_most = 0.3\nformat = "mal"', "", "format", "does not exist", 'mean "mall"'),
    ('kind = "capacity"\nat_most = 0', "", "at_most", "0 is not above 0", ""),
    ('kind = "minimum_sales"\nat_least = 0', "", "at_least", "0 is not above 0", ""),
    ('kind = "cost_per_vehicle"', "", "at_most", "missing", ""),
    ('kind = "each_area"\nfunction = "sale"', "", "at_least", "missing", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "part", "key", "what", "remedy"), NEW_RULE_MISTAKES)
def test_a_mistake_in_a_part_of_a_rule_names_the_part(
    text: str, part: str, key: str, what: str, remedy: str, tmp_path: Path
) -> None:
    problem = only(found(tmp_path, rules(text)))
    assert (problem.table, problem.column) == (f"study.toml [plan.rules{part}] #2", key)
    assert what in problem.what
    assert remedy in problem.remedy


def test_ones_own_minutes_do_not_tell_how_far_sites_are_apart(tmp_path: Path) -> None:
    toml = rules('kind = "spacing"\nminutes = 5').replace('zones = "zones', 'minutes = "m.csv"\nzones = "zones')
    problem = only(found(tmp_path, toml + '\n[travel]\nsource = "minutes"\n'))
    assert (problem.column, problem.remedy) == ("minutes", "Give km instead.")


TIERS = '[tiers]\norder = ["1", "2"]\n'


@pytest.mark.parametrize(
    ("text", "section", "what"),
    [
        ('[travel]\nsource = "roads"', "[files]", "does not name that file"),
        ('[travel]\nsource = "minutes"', "[files]", "does not name that file"),
        ("[score]\nweights = { rent = 0, income = 0 }", "[score]", "all weights are zero"),
        ("[score]\nminutes = 91", "[score]", "more than travel.max_minutes"),
        ("[score.gates]\nrent = { at_least = 5, at_most = 3 }", "[score.gates]", "let nothing pass"),
        (TIERS + 'names = { "3" = "Three" }', "[tiers.names]", 'the tier "3" does not exist'),
        (
            TIERS + '[tiers.minutes]\nsale = { "1" = 30, rural = 40, default = 50, x = 1 }',
            "[tiers.minutes.sale]",
            '"x"',
        ),
        (TIERS + '[demand]\nnev_share = { "1" = 0.5, "9" = 0.4 }', "[demand.nev_share]", '"9"'),
        (TIERS + "[demand]\nonline_share = { rural = 0.5 }", "[demand.online_share]", '"rural"'),
        ('[tiers]\norder = ["1", "1"]', "[tiers]", "named twice"),
        ("[tiers.minutes]\nsale = 100", "[tiers.minutes]", "100 minutes are more than"),
        ('[formats."a;b"]\nfunctions = ["sale"]\nattractiveness = 1\narea_m2 = 1', "[formats]", "colon or semicolon"),
    ],
)
def test_a_study_must_agree_with_itself(text: str, section: str, what: str, tmp_path: Path) -> None:
    problem = only(found(tmp_path, f"{TOML}\n{text}\n"))
    assert problem.table == f"study.toml {section}"
    assert what in problem.what
    assert problem.remedy


def test_a_site_is_not_both_required_and_forbidden(tmp_path: Path) -> None:
    texts = ('kind = "sites"\nrequired = ["A", "B"]', 'kind = "sites"\nforbidden = "B"')
    assert tuple(only(found(tmp_path, rules(*texts))).ids) == ("B",)


def test_rules_have_names_of_their_own(tmp_path: Path) -> None:
    same = 'kind = "count"\nat_most = 3\nname = "Few"'
    assert 'called "Few"' in only(found(tmp_path, rules(same, same))).what
    assert found(tmp_path, rules('kind = "count"\nat_most = 3', 'kind = "count"\nat_most = 4')) == []


def test_a_headline_function_must_be_offered(tmp_path: Path) -> None:
    toml = TOML.replace("[[plan.rules]]", '[plan]\ncoverage = "rescue"\n\n[[plan.rules]]')
    assert only(found(tmp_path, toml)).column == "coverage"


def test_a_function_with_a_slip_is_one_mistake(tmp_path: Path) -> None:
    # The rule asks for what the format would offer if it were spelt right; nothing is to be said of the rule.
    toml = rules('kind = "coverage"\nfunction = "service"\nat_least = 0.5').replace('["service"]', '["servise"]')
    assert only(found(tmp_path, toml)).table == "study.toml [formats.service]"


def test_a_headline_needs_a_format_with_any_function(tmp_path: Path) -> None:
    toml = TOML.replace('["display", "sale"]', "[]").replace('["service"]', "[]")
    assert [problem.column for problem in found(tmp_path, toml)] == ["coverage", "objective"]


def test_long_values_are_cut_and_flags_are_written_as_in_toml(tmp_path: Path) -> None:
    (first, second) = found(tmp_path, TOML + f"[travel]\nsource = '{'x' * 500}'\nsnap_m = [true]\n")
    assert len(str(first)) < 200
    assert "[True] is not a number" in second.what


def test_an_empty_study_names_its_sections(tmp_path: Path) -> None:
    assert {p.column for p in found(tmp_path, "")} == {"study", "files", "formats"}


def test_a_study_needs_a_format(tmp_path: Path) -> None:
    toml = TOML[: TOML.index("[formats.mall]")] + "[formats]\n"
    assert only(found(tmp_path, toml)).column == "formats"


def test_mistakes_come_all_at_once_with_the_right_numbers(tmp_path: Path) -> None:
    broken = ('kind = "x"', 'kind = "count"', "", 'kind = "count"\nat_least = 2\nat_most = 1', 'kind = "budget"')
    tables = [p.table for p in found(tmp_path, rules(*broken) + "\n[travle]\n")]
    assert sorted(tables) == ["study.toml", *(f"study.toml [plan.rules] #{n}" for n in (2, 3, 4, 5, 6))]


@pytest.mark.parametrize(
    "toml",
    ["study = 1\nfiles = 2\nformats = 3", "plan = 'x'", "plan = { rules = 'x' }", "plan = { rules = [1] }",
     "formats = { mall = 1 }", "files = { zones = 1, candidates = [] }", "tiers = { minutes = { sale = [1] } }"],
)  # fmt: skip
def test_values_of_any_shape_are_refused_without_a_traceback(toml: str, tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_text(toml, encoding="utf-8")
    problems = check_study(tmp_path).problems
    assert problems
    assert all(problem.what and problem.remedy for problem in problems)


def test_a_plan_changed_afterwards_is_checked_as_one_that_was_read(tmp_path: Path) -> None:
    study = read_study(write_study(tmp_path))
    assert revised_plan(study, {"gap": 0.05}).plan.gap == 0.05
    with pytest.raises(StudyError) as caught:
        revised_plan(study, {"gap": 2, "coverge": "sale"})
    assert {p.table for p in caught.value.problems} == {"study.toml [plan]"}
    assert {p.column for p in caught.value.problems} == {"gap", "coverge"}
    with pytest.raises(StudyError, match="sets no limit"):
        revised_plan(study, {"rules": [{"kind": "count"}]})


NAMES = ["mall ", " mall", "mall\u00a0", "ma\u200bll", "\u3000mall", "\ufeffmall"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_no_cell_could_match_is_told_with_the_one_that_does(name: str, tmp_path: Path) -> None:
    """A cell's blanks and unseen letters are taken off; a name of study.toml with them would never be found."""
    toml = TOML.replace("[formats.mall]", f'[formats."{name}"]')
    problem = only(list(check_study(write_study(tmp_path, toml)).problems))
    assert (problem.table, problem.column, problem.remedy) == ("study.toml [formats]", "mall", 'Write it as "mall".')


@pytest.mark.parametrize(
    ("more", "where", "key"),
    [
        ('[tiers]\norder = ["2 ", "4"]', "[tiers]", "order #1"),
        ('[[plan.rules]]\nkind = "count"\nat_least = 1\ncity = "Town\u00a0"', "[plan.rules] #2", "city"),
        ('[[plan.rules]]\nkind = "sites"\nrequired = ["C1", " C2"]', "[plan.rules] #2", "required #2"),
        ('[trade_area]\nrival_attractiveness = { "premium " = 2 }', "[trade_area.rival_attractiveness]", "premium"),
        ('[trade_area]\nexponents = { "rent " = 1 }', "[trade_area.exponents]", "rent"),
        ('[score]\nweights = { "rent\u200b" = 1 }', "[score.weights]", "rent"),
        ('[demand]\nper_person = { "2 " = 1, default = 1 }', "[demand.per_person]", "2"),
    ],
)
def test_so_is_one_anywhere_else(more: str, where: str, key: str, tmp_path: Path) -> None:
    problem = only(list(check_study(write_study(tmp_path, f"{TOML}\n{more}\n")).problems))
    assert (problem.table, problem.column) == (f"study.toml {where}", key)


def test_titles_paths_and_words_for_people_may_have_blanks(tmp_path: Path) -> None:
    toml = TOML.replace('"Small town"', '" Small  town "').replace("[[plan.rules]]", '[[plan.rules]]\nname = "All "')
    assert check_study(write_study(tmp_path, toml)).problems == ()


def test_letters_in_one_piece_or_two_are_the_same_letters(tmp_path: Path) -> None:
    """A Mac writes an e and its accent, most others one letter: Unicode calls them the same."""
    toml = f'{TOML}\n[[plan.rules]]\nkind = "count"\nat_least = 1\ncity = "Orle\u0301ans"\n'
    assert check_study(write_study(tmp_path, toml, zones=zones().assign(city="Orl\u00e9ans"))).problems == ()
    twice = TOML + "".join(f'\n[formats."{name}"]\n' for name in ("caf\u00e9", "cafe\u0301"))
    assert any(problem.what == "the name is given twice" for problem in found(tmp_path, twice))


def test_a_format_of_very_many_letters_is_told_in_short(tmp_path: Path) -> None:
    problem = found(tmp_path, TOML.replace("[formats.mall]", f"[formats.{'m' * 3000}]"))[0]
    assert "longer than 200 letters" in problem.what
    assert len(str(problem)) < 300


@pytest.mark.parametrize(
    "given",
    [
        "[plan]\nseed = true",
        "[trade_area]\nrate = true",
        "[trade_area]\nrival_attractiveness = false",
        "[tiers.minutes]\nsale = true",
        '[tiers.minutes]\nsale = { "2" = true, default = 20 }',
        "[travel]\ndetour = true",
    ],
)
def test_true_is_not_taken_for_1(given: str, tmp_path: Path) -> None:
    text = f"{given}\n{TOML}" if given.startswith("[plan]") else f"{TOML}\n{given}\n"
    assert "is not a number" in only(found(tmp_path, text)).what


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        (f'{TOML}\n[tiers]\norder = "2"\n', 'Write it as ["2"].'),
        (rules('kind = "count"\nat_least = 1\ntier = 2'), 'Write it as ["2"].'),
        (f"{TOML}\n[areas]\ndrive_minutes = 15\n", "Write it as [15]."),
        (TOML.replace('"Small town"', "2026"), 'Put it in quotes, "2026".'),
        (TOML.replace("[files]", 'unit = "<b>"\n[files]'), "Begin with a letter, then letters, digits, - and spaces."),
        (rules('kind = "sites"'), "Give required or forbidden, or leave the rule out."),
    ],
)
def test_the_remedy_can_be_copied(text: str, remedy: str, tmp_path: Path) -> None:
    assert {problem.remedy for problem in found(tmp_path, text)} == {remedy}


def test_a_ring_is_no_wider_than_a_country(tmp_path: Path) -> None:
    """1,000 km are allowed; a million of millions was drawn, with a warning of the library that draws."""
    assert found(tmp_path, f"{TOML}\n[areas]\nring_km = [1000]\n") == []
    assert only(found(tmp_path, f"{TOML}\n[areas]\nring_km = [1e12]\n")).remedy == "Give 1000 or less."


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ("drive_minutes = []", "the list is empty"),
        ("drive_minutes = [1, 2, 3, 4, 5, 6, 7]", "the list has 7 values"),
        ('drive_minutes = ["a"]', '"a" is not a number'),
        ("written = [1]", "1 is not allowed"),
    ],
)
def test_lists_are_told_in_plain_words_and_once(given: str, what: str, tmp_path: Path) -> None:
    assert only(found(tmp_path, f"{TOML}\n[areas]\n{given}\n")).what == what
