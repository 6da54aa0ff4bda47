"""Which figure a question means, where a document prints several beside each other or none at all."""

from functools import partial

import pytest

from extractors.model import Measure, Phase
from rag.answer import answer
from rag.library import Library
from rag.model import Origin, Status
from tests.rag.builders import cell, change, make_extraction, paragraph


@pytest.fixture
def report(library: Library) -> Library:
    """A report on a project, neither budget nor accounts, with columns whose measure nobody knows."""
    columns = (("预算批复", "9.00"), ("实际执行", "8.00"))
    cells = [
        cell(
            "困难企业、职工帮扶资金",
            text,
            measure=Measure.OTHER,
            phase=Phase.OTHER,
            statement="projects",
            column=(heading,),
            column_index=index,
        )
        for index, (heading, text) in enumerate(columns)
    ]
    library.add(make_extraction(agency="甲市国资委", phase=Phase.OTHER, facts=cells))
    return library


@pytest.mark.parametrize(
    ("question", "value"),
    [("帮扶资金实际支出多少", "8.00"), ("帮扶资金实际执行了多少", "8.00"), ("帮扶资金预算多少", "9.00")],
)
def test_the_column_of_the_kind_asked_for(report: Library, question: str, value: str) -> None:
    found = answer(f"国资委2021年困难企业、职工{question}", report)
    assert [f.value for f in found.figures] == [value]
    assert "只载入了" not in found.text


@pytest.mark.parametrize("question", ["档案馆2021年差旅费", "档案馆2021年取暖费多少"])
def test_a_glossary_is_no_figure(library: Library, question: str) -> None:
    text = "因公出国费反映国际旅费、差旅费、取暖费、培训费等支出。"
    library.add(make_extraction(facts=[cell("培训费", "2.00", item="30216")], paragraphs=[paragraph(text, "名词解释")]))
    assert answer(question, library).status is Status.NOT_FOUND


@pytest.mark.parametrize("joint", ["里", "中", "里的", "当中的"])
def test_a_part_of_what_it_is_in(library: Library, joint: str) -> None:
    facts = [
        cell("总计", "8.00", item="three_public", row=1),
        cell("公务接待费", "2.00", item="official_reception", row=2),
    ]
    library.add(make_extraction(facts=facts))
    first = answer(f"档案馆2021年三公经费{joint}公务接待费占多大比例", library).figures[0]
    assert (first.value, first.formula) == ("25.00", "2.00 ÷ 8.00 × 100")


def test_another_file_of_the_disclosure_tells_of_the_change(library: Library) -> None:
    """Tables alone in one file, the explanation in the other."""
    table = cell("会议费", "9.00", item="30215", statement="three_public")
    told = change("比上年增加2.00万元。", "会议费", item="30215", current="9.00", difference="2.00", direction=1)
    library.add(make_extraction(facts=[table, cell("培训费", "1.00", item="30216")], edition="tables"))
    library.add(make_extraction(facts=[table], changes=[told], edition="text"))
    first = answer("档案馆2021年会议费比上年增加多少", library).figures[0]
    assert (first.value, first.origin) == ("2.00", Origin.STATED)


def test_what_was_spent_does_not_follow_from_a_budget_that_compares_itself_with_a_budget(library: Library) -> None:
    told = change(
        "公务接待费4.00万元，比2020年预算增加0.35万元。",
        "公务接待费",
        item="official_reception",
        current="4.00",
        difference="0.35",
        direction=1,
    )
    reception = cell("公务接待费", "4.00", item="official_reception")
    library.add(make_extraction(agency="甲市档案馆", facts=[reception], changes=[told]))
    assert [f.value for f in answer("档案馆2020年公务接待费预算是多少", library).figures] == ["3.65"]
    found = answer("档案馆2020年公务接待费决算是多少", library)
    assert (found.status, found.figures) == (Status.NOT_FOUND, ())


@pytest.mark.parametrize(
    "question", ["行政运行的工资福利支出是多少", "行政运行这一项里，工资福利支出是多少", "行政运行中工资福利支出多少"]
)
def test_the_row_that_is_named_in_the_column_of_the_item(library: Library, question: str) -> None:
    line = partial(cell, "行政运行（政府办公厅）", item="2010301", statement="expenditure_overview", row=3)
    wages = line("338.62", aspect="301", column=("基本支出", "工资福利支出"))
    whole = line("374.11", column=("总计",))
    total = cell("合计", "422.84", item="301", statement="expenditure_overview", row=2, column=("工资福利支出",))
    library.add(make_extraction(facts=[total, whole, wages]))
    assert [f.value for f in answer(f"档案馆2021年{question}", library).figures] == ["338.62"]
