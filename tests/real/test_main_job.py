"""The main job on real disclosures: the seeds as text and their replicas as PDF and .docx, loaded together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from extractors import extract
from rag.answer import answer
from rag.library import Library
from rag.model import Answer, Origin, Status, Verdict

REFORM = "洛阳高新技术产业开发区改革协调局"
SERVICE = "洛阳高新技术产业开发区政务服务局"
SCAN = "luoyang-reform-2021-scan.pdf"  # pictures only


@pytest.fixture(scope="module")
def library(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    files = [*sorted((corpus / "seeds").glob("*.txt")), *sorted((corpus / "replicas").glob("*.*"))]
    with Library.open(tmp_path_factory.mktemp("main") / "library", create=True) as opened:
        for file in files:
            if file.suffix in (".txt", ".pdf", ".docx") and file.name != SCAN:
                opened.add(extract(file))
        yield opened


def places(found: Answer, figure: int = 0) -> set[tuple[str, int]]:
    cited = [found.citations[n - 1] for n in found.figures[figure].citations]
    return {(citation.document, citation.page) for citation in cited}


@pytest.mark.parametrize(
    ("question", "agency", "value", "verdict"),
    [
        ("改革协调局2021年公务接待费是多少？", REFORM, "4.00", Verdict.CONSISTENT),
        ("改革协调局2021年三公经费合计是多少", REFORM, "14.00", Verdict.CONSISTENT),
        ("改革协调局2021年因公出国花多少", REFORM, "10.00", Verdict.CONSISTENT),
        ("改革协调局2021年咨询费", REFORM, "261.00", Verdict.SINGLE_SOURCE),
        ("改革协调局2021年收入总计", REFORM, "829.31", Verdict.CONSISTENT),
        ("改革协调局2021年项目支出", REFORM, "547.94", Verdict.CONSISTENT),
        ("政务服务局2021年公务接待费", SERVICE, "5.00", Verdict.CONSISTENT),
        ("孟津2023年企业家高级研修班培训费", "洛阳市孟津区科技和工业信息化局", "500.00", Verdict.CONSISTENT),
        ("孟津2023年退休费", "洛阳市孟津区科技和工业信息化局", "75.39", Verdict.CONSISTENT),
        ("高新区管委会2026年基本支出", "洛阳高新技术产业开发区管理委员会", "1022.51", Verdict.SINGLE_SOURCE),
    ],
)
def test_figures(library: Library, question: str, agency: str, value: str, verdict: Verdict) -> None:
    found = answer(question, library)
    assert [(f.agency, f.value, f.unit) for f in found.figures] == [(agency, value, "万元")]
    assert (found.status, found.verdict) == (Status.ANSWERED, verdict)


def test_reception_is_cited_where_prose_and_both_tables_state_it(library: Library) -> None:
    found = answer("改革协调局2021年公务接待费是多少？", library)
    file = "luoyang-reform-2021.pdf"
    assert places(found) == {(file, 19), (file, 6), (file, 18)}
    first = found.citations[found.figures[0].citations[0] - 1]
    assert (first.page, first.kind, first.quote, first.bbox is not None) == (19, "cell", "4.00", True)


def test_training_is_the_sum_of_its_two_rows(library: Library) -> None:
    (figure,) = answer("改革协调局2021年培训费是多少", library).figures
    assert (figure.value, figure.origin, figure.formula) == ("7.00", Origin.COMPUTED, "5.00 + 2.00")
    assert len(figure.citations) == 2


def test_the_year_before_is_worked_out_from_the_stated_change(library: Library) -> None:
    (figure,) = answer("改革协调局2020年公务接待费是多少", library).figures
    assert (figure.value, figure.origin, figure.formula) == ("3.65", Origin.DERIVED, "4.00 − 0.35")


def test_a_year_that_is_not_loaded_is_not_found(library: Library) -> None:
    found = answer("改革协调局2022年公务接待费是多少", library)
    assert (found.status, found.figures) == (Status.NOT_FOUND, ())
    assert "2021年预算" in found.text


def test_without_an_agency_both_are_listed(library: Library) -> None:
    found = answer("2021年公务接待费是多少", library)
    assert [(f.agency, f.value) for f in found.figures] == [(REFORM, "4.00"), (SERVICE, "5.00")]


@pytest.mark.parametrize("question", ["政务服务局2021年基本支出", "政务服务局2021年公用经费"])
def test_prose_that_contradicts_the_tables_is_a_conflict(library: Library, question: str) -> None:
    found = answer(question, library)
    assert found.verdict is Verdict.CONFLICT
    assert "590.09" in found.text
    assert "479.70" in found.text


def test_a_wrong_percentage_is_shown(library: Library) -> None:
    found = answer("改革协调局2021年三公经费是多少", library)
    assert [(c.stated, c.derived) for c in found.checks if c.status == "differs"] == [("49.3 %", "50.7 %")]
    assert answer("改革协调局2021年三公经费比上年下降百分之几", library).verdict is Verdict.CONFLICT


def test_a_blank_cell_is_not_disclosed(library: Library) -> None:
    found = answer("改革协调局2021年公务用车购置费", library)
    assert found.status is Status.NOT_DISCLOSED
    assert (found.citations[0].document, found.citations[0].page) == ("luoyang-reform-2021.pdf", 19)


def test_projects_are_listed_with_their_money(library: Library) -> None:
    found = answer("改革协调局2021年有哪些项目，金额各多少", library)
    assert [f.value for f in found.figures] == ["360", "20", "30", "55.61", "82.33"]


@pytest.mark.parametrize(
    ("question", "phrase"),
    [
        ("改革协调局的主要职责是什么", "统筹协调自贸区制度创新"),
        ("改革协调局有哪些内设处室", "综合处、对外联络处、制度创新处、政策研究处"),
        ("改革协调局2021年收支为什么减少", "机构、人员的调整"),
        ("什么是机关运行经费", "为保障行政"),
        ("营商环境评价及制度创新相关经费的项目负责人是谁", "张文武"),
    ],
)
def test_questions_in_prose(library: Library, question: str, phrase: str) -> None:
    found = answer(question, library)
    assert (found.status, found.verdict) == (Status.ANSWERED, Verdict.NONE)
    assert phrase in found.text


def test_answers_are_quick_once_warm(library: Library) -> None:
    answer("改革协调局2021年公务接待费是多少", library)
    assert answer("政务服务局2021年公务接待费是多少", library).elapsed_ms < 300  # 100 on a quiet machine
