"""Verdicts over small libraries, one principle a test."""

import pytest

from extractors.model import Blank, Fact, Measure, StatedChange
from extractors.quantities import PERCENT, YUAN
from rag.answer import answer
from rag.library import Library
from rag.model import Answer, Verdict
from tests.rag.builders import amount, cell, change, make_extraction, sentence

QUESTION = "档案馆2021年公务接待费是多少"


def ask(library: Library, *facts: Fact, changes: tuple[StatedChange, ...] = (), question: str = QUESTION) -> Answer:
    library.add(make_extraction(facts=facts, changes=changes))
    return answer(question, library)


def reception(text: str, **others: object) -> Fact:
    return cell("公务接待费", text, item="official_reception", **others)


def said(text: str, quote: str = "公务接待费{}万元。", **others: object) -> Fact:
    return sentence(quote.format(text), "公务接待费", text, item="official_reception", **others)


@pytest.mark.parametrize(
    ("stated", "verdict"),
    [("4", Verdict.CONSISTENT), ("4.0", Verdict.CONSISTENT), ("4.1", Verdict.CONFLICT), ("5", Verdict.CONFLICT)],
)
def test_prose_against_table(library: Library, stated: str, verdict: Verdict) -> None:
    assert ask(library, reception("4.00"), said(stated)).verdict is verdict


def test_what_rounding_explains_is_no_conflict(library: Library) -> None:
    assert ask(library, reception("829.31"), said("829.3")).verdict is Verdict.ROUNDING


def test_one_place_is_a_single_source(library: Library) -> None:
    assert ask(library, reception("4.00")).verdict is Verdict.SINGLE_SOURCE


def test_a_number_without_a_unit_is_not_verified(library: Library) -> None:
    assert ask(library, reception("4.00", unit=None)).verdict is Verdict.UNVERIFIED


def test_both_sides_of_a_conflict_are_shown(library: Library) -> None:
    found = ask(library, reception("4.00"), said("5"))
    assert "4.00 万元" in found.text
    assert "5 万元" in found.text
    assert [check.status for check in found.checks] == ["differs"]


def test_equal_spending_by_economic_classification_agrees(library: Library) -> None:
    economic = cell("公务接待费", "4.00", item="30217", code="30217", statement="basic_expenditure", table=2)
    assert ask(library, reception("4.00"), economic).verdict is Verdict.CONSISTENT


@pytest.mark.parametrize(("told", "verdict"), [("87.36", Verdict.CONSISTENT), ("887.36", Verdict.CONFLICT)])
def test_a_contribution_goes_by_two_names(library: Library, told: str, verdict: Verdict) -> None:
    economic = cell("职业年金缴费", "873617", item="30109", unit=YUAN, statement="basic_expenditure", table=2)
    name = "机关事业单位职业年金缴费支出"
    functional = cell(name, "873617", item="2080506", unit=YUAN, statement="expenditure", table=3)
    prose = sentence(f"{name}{told}万元。", name, told, item="2080506")
    found = ask(library, economic, functional, prose, question="档案馆2021年职业年金缴费是多少")
    assert found.verdict is verdict


def test_less_by_economic_classification_is_no_contradiction(library: Library) -> None:
    economic = cell("公务接待费", "3.00", item="30217", code="30217", statement="basic_expenditure", table=2)
    assert ask(library, reception("4.00"), economic).verdict is Verdict.SINGLE_SOURCE


def test_part_and_whole_do_not_contradict_each_other(library: Library) -> None:
    whole = cell("其他支出", "139.38", item="30299", statement="expenditure_by_economic")
    part = cell("其他支出", "22.55", item="30299", statement="basic_expenditure", table=2)
    assert ask(library, whole, part, question="档案馆2021年30299是多少").verdict is Verdict.SINGLE_SOURCE


def test_different_money_does_not_contradict(library: Library) -> None:
    everything = cell("合计", "100.00", item="basic_expenditure", statement="expenditure")
    budget = cell("合计", "80.00", item="basic_expenditure", statement="general_public_budget_expenditure", table=2)
    assert ask(library, everything, budget, question="档案馆2021年基本支出").verdict is Verdict.SINGLE_SOURCE


def test_the_same_money_contradicts_though_the_wider_figure_was_asked_for(library: Library) -> None:
    everything = cell("合计", "479.70", item="basic_expenditure", statement="expenditure")
    budget = cell("合计", "479.70", item="basic_expenditure", statement="general_public_budget_expenditure", table=2)
    prose = sentence(
        "一般公共预算基本支出590.09万元。",
        "基本支出",
        "590.09",
        item="basic_expenditure",
        aspect="general_public_budget",
    )
    assert ask(library, everything, budget, prose, question="档案馆2021年基本支出").verdict is Verdict.CONFLICT


def test_a_sum_that_does_not_come_out_is_a_conflict(library: Library) -> None:
    parts = [
        cell("合计", "15.00", item="three_public", row=1),
        cell("因公出国（境）费", "10.00", item="overseas_travel", row=2),
        cell("公务用车", "", item="vehicles", row=3, blank=Blank.EMPTY),
    ]
    found = ask(library, *parts, reception("4.00", row=4))
    assert found.verdict is Verdict.CONFLICT
    assert "14.00" in found.text


def test_a_sum_in_the_same_table_is_not_a_second_place(library: Library) -> None:
    parts = [
        cell("合计", "14.00", item="three_public", row=1),
        cell("因公出国（境）费", "10.00", item="overseas_travel", row=2),
        cell("公务用车", "", item="vehicles", row=3, blank=Blank.EMPTY),
    ]
    found = ask(library, *parts, reception("4.00", row=4))
    assert found.verdict is Verdict.SINGLE_SOURCE
    assert [check.status for check in found.checks] == ["holds"]


WRONG_RATE = change(
    "比2020年减少14.4万元，下降49.3%。",
    "公务接待费",
    item="official_reception",
    current="14",
    difference="14.4",
    percent=amount("49.3", PERCENT),
    direction=-1,
)


def test_a_wrong_percentage_beside_the_figure_is_a_warning(library: Library) -> None:
    found = ask(library, reception("14.00"), said("14"), changes=(WRONG_RATE,))
    assert found.verdict is Verdict.CONSISTENT
    assert "50.70 %" in found.text
    assert "differs" in [check.status for check in found.checks]


def test_a_wrong_percentage_makes_a_derived_figure_a_conflict(library: Library) -> None:
    found = ask(library, reception("14.00"), changes=(WRONG_RATE,), question="档案馆2020年公务接待费")
    assert (found.figures[0].value, found.figures[0].formula) == ("28.40", "14.00 + 14.4")
    assert found.verdict is Verdict.CONFLICT


def test_other_files_of_the_same_disclosure_are_not_independent(library: Library) -> None:
    library.add(make_extraction(facts=[reception("4.00")], edition="copy", file_name="copy.txt"))
    found = ask(library, reception("4.00"))
    assert found.verdict is Verdict.SINGLE_SOURCE
    assert len(found.figures) == 1


def test_two_files_of_one_disclosure_with_other_numbers_are_both_shown(library: Library) -> None:
    library.add(make_extraction(facts=[reception("5.00")], edition="copy", file_name="copy.pdf"))
    found = ask(library, reception("4.00"))
    assert sorted(figure.value for figure in found.figures) == ["4.00", "5.00"]
    assert found.verdict is Verdict.CONFLICT


def fund(text: str, **others: object) -> Fact:
    return cell("住房公积金", text, item="2210201", statement="expenditure", table=4, **others)


def told_by_path(text: str) -> Fact:
    path = "住房保障支出（221类）住房改革支出（02款）住房公积金（01项）"
    return sentence(f"2021年预算安排{text}万元。", path, text, item="2210201")


FUND_QUESTION = "档案馆2021年住房公积金是多少"


@pytest.mark.parametrize(("told", "verdict"), [("200.8", Verdict.CONSISTENT), ("201.5", Verdict.CONFLICT)])
def test_a_path_of_levels_names_its_lowest(library: Library, told: str, verdict: Verdict) -> None:
    found = ask(library, fund("200.80"), told_by_path(told), question=FUND_QUESTION)
    assert found.verdict is verdict


@pytest.mark.parametrize(("told", "verdict"), [("200.8", Verdict.CONSISTENT), ("201.5", Verdict.CONFLICT)])
def test_a_sentence_by_the_other_classification_contradicts(library: Library, told: str, verdict: Verdict) -> None:
    economic = cell("住房公积金", "200.80", item="30113", code="30113", statement="basic_expenditure", table=5)
    found = ask(library, economic, fund("200.80"), told_by_path(told), question=FUND_QUESTION)
    assert found.verdict is verdict
    assert f"{told} 万元" in found.text or verdict is Verdict.CONSISTENT


@pytest.mark.parametrize(("percent", "verdict"), [("10", Verdict.SINGLE_SOURCE), ("17.62", Verdict.CONFLICT)])
def test_a_figure_from_which_its_sentence_counts(library: Library, percent: str, verdict: Verdict) -> None:
    quote = f"2020年执行数为100万元，2021年预算安排110万元，比2020年执行数增加{percent}%。"
    facts = (
        said("100", quote, year=2020, measure=Measure.EXECUTION),
        said("110", quote),
        said(percent, quote, measure=Measure.CHANGE_PERCENT, unit=PERCENT),
    )
    found = ask(library, *facts, question="档案馆2020年公务接待费执行数是多少")
    assert found.verdict is verdict
    assert "100 万元" in found.text
    assert "10.00 %" in found.text or verdict is Verdict.SINGLE_SOURCE


@pytest.mark.parametrize("words", ["下降了百分之多少", "比上年减少百分之多少", "下降百分之几"])
def test_a_stated_rate_is_checked_by_its_own_sentence(library: Library, words: str) -> None:
    quote = "公务接待费14万元，比2020年减少14.4万元，下降49.3%。"
    told = change(
        quote,
        "公务接待费",
        item="official_reception",
        current="14",
        difference="14.4",
        percent=amount("49.3", PERCENT),
        direction=-1,
    )
    found = ask(library, reception("14.00"), changes=(told,), question=f"档案馆2021年公务接待费{words}")
    assert found.verdict is Verdict.CONFLICT
    assert found.figures[0].value == "49.3"
    assert "50.70 %" in found.text


def test_the_last_digit_of_as_many_is_seen(library: Library) -> None:
    """Two tables that agree within rounding, digit for digit alike but the last: both are shown."""
    other = reception("4.01", statement="balance", table=2)
    found = ask(library, reception("4.00"), said("4.00"), other)
    assert found.verdict is Verdict.ROUNDING
    assert "4.01 万元" in found.text


@pytest.mark.parametrize(("told", "verdict"), [("9.00", Verdict.CONSISTENT), ("0.9", Verdict.CONFLICT)])
def test_a_total_is_checked_under_its_other_name(library: Library, told: str, verdict: Verdict) -> None:
    quote = f"财政拨款收支总计{told}万元。"
    sentenced = sentence(quote, "财政拨款收支总计", told, item="fiscal_appropriation_total")
    total = cell("支出总计", "9.00", item="expenditure_total", statement="fiscal_balance")
    found = ask(library, sentenced, total, question="档案馆2021年财政拨款收支总计")
    assert found.verdict is verdict
    assert ("9.00 万元" in found.text) is True


def test_a_column_of_the_total_row_is_the_part(library: Library) -> None:
    """Where all money is of one kind, tables about all of it and about that kind must agree."""
    whole = cell("支出总计", "9.00", item="expenditure_total", statement="balance", table=1)
    kind = cell("合计", "9.00", item="expenditure_total", statement="general_public_budget_expenditure", table=2)
    column = cell("支出总计", "3.00", item="expenditure_total", aspect="public_funding", statement="balance", table=1)
    own = cell("合计", "4.00", item="public_funding", statement="basic_expenditure", table=3)
    question = "档案馆2021年公用经费"
    assert ask(library, whole, kind, column, own, question=question).verdict is Verdict.CONFLICT
    more = cell("合计", "5.00", item="expenditure_total", statement="general_public_budget_expenditure", table=2)
    library.remove(library.documents()[0].id)
    assert ask(library, whole, more, column, own, question=question).verdict is not Verdict.CONFLICT


@pytest.mark.parametrize(("stated", "verdict"), [("25.00", Verdict.SINGLE_SOURCE), ("26.00", Verdict.CONFLICT)])
def test_a_rate_in_a_column_is_worked_out_again(library: Library, stated: str, verdict: Verdict) -> None:
    rate = reception(stated, measure=Measure.CHANGE_PERCENT, unit=PERCENT, column=("增减幅度",))
    changed = reception("1.00", measure=Measure.CHANGE, column=("增减额",))
    found = ask(library, reception("5.00"), changed, rate, question="档案馆2021年公务接待费增长百分之几")
    assert (found.figures[0].value, found.figures[0].verdict) == (stated, verdict)


@pytest.mark.parametrize(
    ("stated", "value", "verdict"),
    [
        ("50.00", "50.00", Verdict.CONSISTENT),
        ("62.50", "62.50", Verdict.CONSISTENT),
        ("70.00", "62.50", Verdict.CONFLICT),
    ],
)
def test_a_share_is_compared_with_the_documents_own(
    library: Library, stated: str, value: str, verdict: Verdict
) -> None:
    """Of all expenditure where that gives it, else of the amount that the sentence starts from."""
    quote = f"一般公共预算支出8.00万元，其中：一般公共服务支出5.00万元，占{stated}%。"
    facts = [
        cell("支出总计", "10.00", item="expenditure_total", statement="balance", table=1),
        cell("一般公共服务支出", "5.00", item="201", statement="balance", table=1),
        sentence(quote, "一般公共预算支出", "8.00", item="general_public_budget_expenditure"),
        sentence(quote, "一般公共服务支出", "5.00", item="201"),
        sentence(quote, "一般公共服务支出", stated, item="201", measure=Measure.SHARE, unit=PERCENT),
    ]
    found = ask(library, *facts, question="档案馆2021年一般公共服务支出占比")
    assert (found.figures[0].value, found.figures[0].verdict) == (value, verdict)
    assert f"{stated} %" in found.text


def test_what_is_received_for_a_purpose_may_not_all_be_spent(library: Library) -> None:
    spent = cell("一般公共服务支出", "5.00", item="201", statement="balance", table=1)
    same = cell("一般公共服务支出", "5.00", item="201", statement="expenditure", table=2)
    received = cell("一般公共服务支出", "6.00", item="201", statement="revenue", table=3)
    assert ask(library, spent, same, received, question="档案馆2021年一般公共服务支出").verdict is Verdict.CONSISTENT


def test_prose_contradicts_tables_of_both_sides(library: Library) -> None:
    """By purpose, revenue and expenditure are the same here, and the text says something else."""
    received = cell("职业年金缴费", "5.00", item="2080506", statement="revenue", table=1)
    spent = cell("职业年金缴费", "5.00", item="2080506", statement="expenditure", table=2)
    told = sentence("机关事业单位职业年金缴费支出9.00万元。", "机关事业单位职业年金缴费支出", "9.00", item="2080506")
    question = "档案馆2021年机关事业单位职业年金缴费支出"
    assert ask(library, received, spent, told, question=question).verdict is Verdict.CONFLICT
