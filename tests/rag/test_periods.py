import pytest

from rag.periods import read_years

CASES = [
    ("2021年公务接待费", (2021,)),
    ("2021公务接待费", (2021,)),
    ("二〇二一年公务接待费", (2021,)),
    ("二零二一年度预算", (2021,)),
    ("21年的三公", (2021,)),
    ("2019-2021年三公经费", (2019, 2020, 2021)),
    ("2019年到2021年三公经费", (2019, 2020, 2021)),
    ("2020年和2021年", (2020, 2021)),
    ("去年花了多少", (2025,)),
    ("今年预算", (2026,)),
    ("前年", (2024,)),
    ("近三年公务接待费", (2024, 2025, 2026)),
    ("last year", (2025,)),
    ("截至2025年8月底有几辆车", (2025,)),
    ("2024年12月31日", (2024,)),
    ("截至2020年底固定资产", (2020,)),
    ("比上年增加多少", ()),
    ("2010301是多少", ()),
    ("2080505", ()),
    ("2000万元以上的项目", ()),
    ("公务接待费", ()),
]


@pytest.mark.parametrize(("text", "years"), CASES)
def test_years_of_a_question(text: str, years: tuple[int, ...]) -> None:
    assert read_years(text, latest=2026).years == years


def test_relative_years_need_a_loaded_year() -> None:
    assert read_years("去年花了多少", latest=None).years == ()


def test_relative_years_say_how_they_were_read() -> None:
    assert [(r.wording, r.meaning) for r in read_years("去年花了多少", latest=2021).readings] == [("去年", "2020")]


def test_what_named_a_year_is_blanked_out() -> None:
    assert read_years("改革局2021年预算", latest=None).rest == "改革局     预算"
    assert read_years("截至2025年8月底有几辆车", latest=None).rest == " " * 10 + "有几辆车"


@pytest.mark.parametrize(
    ("text", "years", "published"),
    [
        ("根据2024年度决算，2023年三公经费是多少", (2023,), 2024),
        ("2026年部门预算里写的2025年三公经费", (2025,), 2026),
        ("根据2024年度决算，三公经费是多少", (2024,), None),
        ("2026年预算比2025年预算多多少", (2026, 2025), None),
    ],
)
def test_the_year_of_a_publication_is_not_the_one_asked_about(
    text: str, years: tuple[int, ...], published: int | None
) -> None:
    found = read_years(text, latest=None)
    assert (found.years, found.published) == (years, published)


@pytest.mark.parametrize("text", ["2017、2018、2019三年的会议费", "2017到2019年哪一年的会议费"])
def test_how_many_years_and_which_are_words_about_years(text: str) -> None:
    assert read_years(text, latest=None).rest.strip(" 、的") == "会议费"
