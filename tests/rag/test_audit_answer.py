"""What the chat says of figures that do not add up: when it is asked, and beside the figures that it shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from extractors.model import Extraction, Measure
from extractors.quantities import PERCENT, YUAN
from rag import answer
from rag.library import Library
from rag.model import Answer, Verdict
from tests.rag.builders import amount, cell, change, make_extraction, make_table, sentence
from tests.rag.test_audit import QUOTE, wrong_rate

ARCHIVE, OFFICE = "甲市档案馆", "乙市公证处"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", create=True) as opened:
        opened.add(wrong_rate())
        opened.add(make_extraction(agency=OFFICE, facts=[cell("公务接待费", "4.00", item="official_reception")]))
        yield opened


def told(answered: Answer) -> list[tuple[str, str, str]]:
    return [(check.stated, check.derived, check.status) for check in answered.checks]


@pytest.mark.parametrize(
    "question",
    [
        "甲市档案馆2021年的预算有哪些数字对不上？",
        "甲市档案馆的预算有没有矛盾的数字",
        "甲市档案馆2021年“三公”经费前后不一致吗",
        "Which figures in the 2021 budget of 甲市档案馆 do not add up?",
    ],
)
def test_every_finding_is_told_with_its_sources(library: Library, question: str) -> None:
    answered = answer(question, library)
    assert (answered.status, answered.verdict) == ("answered", Verdict.CONFLICT)
    assert told(answered) == [("49.3 %", "50.7 %", "differs")]
    assert "49.3 %" in answered.text and "50.7 %" in answered.text and "14.4 万元 ÷" in answered.text
    assert all(f"[{n}]" in answered.text for n in answered.checks[0].citations)
    (place,) = {(c.page, c.kind) for c in answered.citations}
    assert place == (2, "sentence")


def test_where_nothing_differs_the_ledger_says_how_much_was_checked(library: Library) -> None:
    answered = answer("乙市公证处2021年预算有没有对不上的数字", library)
    assert "没有发现对不上的数字" in answered.text and "无法核对" in answered.text
    assert (answered.status, answered.verdict, answered.checks) == ("answered", Verdict.NONE, ())


@pytest.mark.parametrize(
    "question",
    [
        "乙市公证处2021年公务接待费，文字说明和表格的数对得上吗？",
        "乙市公证处2021年公务接待费，正文和表里写的一样吗",
        "乙市公证处2021年公务接待费前后不一致吗",
    ],
)
def test_of_a_figure_the_places_that_state_it_are_told_too(library: Library, question: str) -> None:
    said = sentence("2021年公务接待费5.00万元。", "公务接待费", "5.00", item="official_reception")
    stated = cell("公务接待费", "40000.00", item="official_reception", unit=YUAN)
    library.remove(f"{OFFICE}-2021-budget-unit.pdf")
    library.add(make_extraction(agency=OFFICE, facts=[stated, said]))
    answered = answer(question, library)
    assert answered.verdict is Verdict.CONFLICT
    assert "5.00 万元" in answered.text and "40000.00 元" in answered.text
    assert {(citation.page, citation.kind) for citation in answered.citations} == {(2, "sentence"), (3, "cell")}


def test_an_item_that_is_named_narrows_it(library: Library) -> None:
    answered = answer("甲市档案馆2021年的培训费有没有对不上", library)
    assert "没有发现" in answered.text and answered.checks == ()


def test_it_follows_the_agency_that_was_spoken_of(library: Library) -> None:
    answered = answer("这份文件有哪些数字对不上？", library, turns=["甲市档案馆2021年“三公”经费是多少"])
    assert told(answered) == [("49.3 %", "50.7 %", "differs")]


def test_all_documents_are_counted_when_none_is_named(library: Library) -> None:
    for year in (2015, 2017, 2019):
        library.add(wrong_rate(year))
    answered = answer("有没有矛盾的数字", library)
    assert "5 份文件" in answered.text and "4 份共有 **4** 处" in answered.text
    assert answered.text.count("**1** 处 [") == 4 and OFFICE not in answered.text
    assert len(answered.checks) == 4


def test_a_year_that_is_not_loaded_is_not_found(library: Library) -> None:
    answered = answer("甲市档案馆2019年的预算有哪些数字对不上", library)
    assert answered.status == "not_found" and "2021" in answered.text


# ------------------------------------------------------------------------------------------- beside other figures


def test_a_figure_beside_a_wrong_percentage_is_told_of_it_and_not_doubted(library: Library) -> None:
    answered = answer("甲市档案馆2021年“三公”经费是多少", library)
    assert answered.figures[0].value == "14" and answered.verdict is Verdict.SINGLE_SOURCE
    assert answered.text.count("50.7") >= 1 and answered.text.count("注意") == 1
    (differing,) = [check for check in answered.checks if check.status == "differs"]
    assert (differing.stated, differing.derived, differing.beside) == ("49.3 %", "50.7 %", True)
    assert set(differing.citations) <= {citation.n for citation in answered.citations}


def test_the_verdict_is_never_better_than_the_checks_of_the_figures(library: Library) -> None:
    asked = ("“三公”经费是多少", "“三公”经费的构成", "“三公”经费比2020年增长多少", "公务接待费占“三公”经费的比例")
    answers = [answer(f"甲市档案馆2021年{question}", library) for question in asked]
    assert any(check.status == "differs" for answered in answers for check in answered.checks)
    for answered in answers:
        against = [check for check in answered.checks if check.status == "differs" and not check.beside]
        assert bool(against) <= (answered.verdict is Verdict.CONFLICT)


def test_what_a_conflict_says_is_not_said_again(library: Library) -> None:
    told_change = change(QUOTE, "“三公”经费", item="three_public", current="14", difference="14.4",
                         percent=amount("49.3%", PERCENT), direction=-1)  # fmt: skip
    library.add(replace(wrong_rate(), sha256="f" * 64, file_name="another.pdf", changes=(told_change,)))
    library.remove(next(d.id for d in library.documents() if d.agency == ARCHIVE and d.file_name != "another.pdf"))
    answered = answer("甲市档案馆2021年“三公”经费比上年下降百分之几", library)
    assert answered.verdict is Verdict.CONFLICT and answered.figures[0].value == "49.3"
    assert answered.text.count("50.7") == 1 and "注意" not in answered.text


def unbalanced() -> Extraction:
    """A table whose total is not the sum of its rows."""
    rows = [("合计", "12.00"), ("行政运行", "9.00"), ("档案馆", "5.00")]
    codes = [None, "2012601", "2012604"]
    items = ["expenditure_total", "2012601", "2012604"]
    about = {"statement": "expenditure", "subject": ARCHIVE, "column_index": 1}
    facts = [
        cell(label, text, item=item, code=code, row=row, **about)
        for row, ((label, text), item, code) in enumerate(zip(rows, items, codes, strict=True), start=1)
    ]
    table = make_table("2021年部门支出总表", ["科目", "合计"], rows, statement="expenditure")
    return make_extraction(agency=ARCHIVE, facts=facts, tables=[table])


def test_a_total_that_its_parts_contradict_is_a_conflict_with_both_sides(tmp_path: Path) -> None:
    with Library.open(tmp_path / "another", create=True) as library:
        library.add(unbalanced())
        whole = answer("甲市档案馆2021年支出总计是多少", library)
        part = answer("甲市档案馆2021年行政运行支出是多少", library)
    assert whole.verdict is Verdict.CONFLICT and whole.figures[0].verdict is Verdict.CONFLICT
    assert "9 + 5 = 14" in whole.text and len(whole.checks[-1].citations) == 3
    assert part.verdict is Verdict.UNVERIFIED  # none of the document's sums holds
    assert "注意" in part.text and "9 + 5 = 14" in part.text


def test_a_sum_tells_what_is_wrong_with_its_terms(library: Library) -> None:
    about = {"item": "three_public", "year": 2021, "subject": OFFICE}
    facts = [
        sentence("“三公”经费20万元，减少10万元，下降50%。", "“三公”经费", "20", **about),
        sentence("“三公”经费20万元，减少10万元，下降50%。", "“三公”经费", "10", measure=Measure.CHANGE,
                 base_year=2020, direction=-1, **about),
        sentence("“三公”经费20万元，减少10万元，下降50%。", "“三公”经费", "50%", measure=Measure.CHANGE_PERCENT,
                 unit=PERCENT, base_year=2020, direction=-1, **about),
    ]  # fmt: skip
    library.add(replace(make_extraction(agency="丙市图书馆", facts=facts), changes=()))
    answered = answer("甲市档案馆和丙市图书馆2021年“三公”经费合计是多少", library)
    assert answered.figures[0].value == "34" and answered.text.count("注意") == 2
