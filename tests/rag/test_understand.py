import pytest

from extractors.model import Measure, Phase
from rag.agencies import Directory
from rag.following import follow
from rag.query import Operation, Query
from rag.understand import language_of, read_question
from tests.rag.test_agencies import DIRECTORY


def read(question: str) -> Query:
    return read_question(question, DIRECTORY)


def targets(question: str) -> list[tuple[str | None, tuple[str, ...]]]:
    return [(target.key, target.scopes) for target in read(question).targets]


TARGETS = [
    ("改革协调局2021年公务接待费是多少？", [("official_reception", ())]),
    ("改革协调局2021年吃喝花了多少", [("official_reception", ())]),
    ("改革协调局2021年花了多少钱", [("expenditure_total", ())]),
    ("一般公共预算基本支出是多少元", [("basic_expenditure", ("general_public_budget",))]),
    ("行政运行的基本支出", [(None, ("basic_expenditure",))]),
    ("三公经费和培训费分别是多少", [("three_public", ()), ("30216", ())]),
    ("公务接待费占三公经费的比例", [("official_reception", ()), ("three_public", ())]),
    ("2080505是多少", [("2080505", ())]),
    ("财政事务（款）财政委托业务支出（项）是多少", [("2010608", ())]),
    ("What is the total revenue of 政务服务局 in 2021?", [("revenue_total", ())]),
    ("How much did 改革协调局 plan for official reception in 2021?", [("official_reception", ())]),
]

OPERATIONS = [
    ("公务接待费是多少", Operation.LOOKUP),
    ("公务接待费占三公经费的比例", Operation.SHARE),
    ("一般公共服务支出占总支出多少", Operation.SHARE),
    ("三公经费比上年增加了多少", Operation.CHANGE),
    ("哪个单位公务接待费最高", Operation.RANKING),
    ("改革协调局和政务服务局公务接待费哪个多", Operation.COMPARISON),
    ("改革协调局和政务服务局公务接待费哪个局更高", Operation.COMPARISON),
    ("2021年哪个局的公务接待费更高", Operation.RANKING),
    ("哪个单位公务接待费更高，高多少", Operation.COMPARISON),
    ("三公经费和培训费加起来", Operation.SUM),
    ("有哪些项目，金额各多少", Operation.BREAKDOWN),
    ("主要职责是什么", Operation.PASSAGE),
    ("为什么三公经费减少", Operation.PASSAGE),
    ("什么是机关运行经费", Operation.PASSAGE),
    ("有哪些内设处室", Operation.PASSAGE),
    ("内设机构有多少个", Operation.LOOKUP),
    ("改革协调局2021年三公经费多多少", Operation.CHANGE),
    ("改革协调局2021年三公经费决算比预算多多少", Operation.COMPARISON),
    ("改革协调局基本支出减去公用经费", Operation.COMPARISON),
    ("加载了哪些文件", Operation.DOCUMENTS),
    ("今天天气怎么样", Operation.OUT_OF_SCOPE),
    ("写一首关于改革协调局的诗", Operation.OUT_OF_SCOPE),
    ("你好", Operation.OUT_OF_SCOPE),
    ("", Operation.OUT_OF_SCOPE),
]

PHASES = [
    ("公务接待费预算是多少", Phase.BUDGET, True),
    ("公务接待费决算是多少", Phase.FINAL_ACCOUNTS, True),
    ("公务接待花了多少", Phase.FINAL_ACCOUNTS, False),
    ("安排了多少公务接待费", Phase.BUDGET, False),
    ("公务接待费预算和决算各多少", None, True),
    ("政府采购预算总额决算是多少", Phase.FINAL_ACCOUNTS, True),
    ("政府采购预算总额是多少", Phase.BUDGET, True),
    ("一般公共预算支出是多少", None, False),
    ("公务接待费是多少", None, False),
]


@pytest.mark.parametrize(("question", "expected"), TARGETS)
def test_items_that_a_question_asks_for(question: str, expected: list[tuple[str | None, tuple[str, ...]]]) -> None:
    assert targets(question) == expected


@pytest.mark.parametrize(("question", "operation"), OPERATIONS)
def test_what_to_do(question: str, operation: Operation) -> None:
    assert read(question).operation is operation


@pytest.mark.parametrize(("question", "phase", "stated"), PHASES)
def test_phase_said_or_suggested(question: str, phase: Phase | None, stated: bool) -> None:
    query = read(question)
    assert (query.phase, query.phase_stated) == (phase, stated)


def test_everyday_words_are_shown_with_their_reading() -> None:
    assert [(r.wording, r.meaning) for r in read("改革协调局2021年吃喝多少").readings] == [("吃喝", "公务接待费")]


def test_a_longer_wording_may_be_a_project() -> None:
    target = read("孟津2023年企业家高级研修班培训费是多少").targets[0]
    assert (target.key, target.label) == ("30216", "企业家高级研修班培训费")


def test_ambiguous_words_leave_the_choice() -> None:
    query = read("2021年工资多少")
    assert [t.key for t in query.alternatives] == ["301", "personnel_funding"]
    assert query.targets == ()


def test_units_and_measures() -> None:
    assert getattr(read("公务接待费是多少元").unit, "symbol", None) == "元"
    for wording in ("支出预算是几亿元", "支出预算折成亿元是多少", "total expenditure in 亿元"):
        assert getattr(read(wording).unit, "symbol", None) == "亿元"
    assert read("2024年决算中公务接待费的年初预算数").measures == (Measure.APPROVED_BUDGET,)


def test_a_follow_up_keeps_what_it_does_not_say() -> None:
    first = read("改革协调局2021年公务接待费预算是多少？")
    item = follow(first, read("那因公出国呢？"))
    agency = follow(item, read("政务服务局呢？"))
    assert [a.name for a in item.agencies] == [a.name for a in first.agencies]
    assert (item.targets[0].key, item.years, item.phase) == ("overseas_travel", (2021,), Phase.BUDGET)
    assert (agency.targets[0].key, agency.years) == ("overseas_travel", (2021,))
    assert agency.agencies[0].name.endswith("政务服务局")


def test_a_follow_up_repeats_the_operation() -> None:
    first = read("改革协调局2021年三公经费比上年变化多少")
    assert follow(first, read("政务服务局呢？")).operation is Operation.CHANGE


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("公务接待费是多少", "zh"),
        ("改革协调局2021 budget 是多少", "zh"),
        ("how much did 改革协调局 spend in 2021?", "en"),
        ("what is the total revenue", "en"),
        ("？？？", "zh"),
    ],
)
def test_language(question: str, language: str) -> None:
    assert language_of(question) == language


def test_an_empty_library_reads_questions_too() -> None:
    assert read_question("改革协调局2021年公务接待费", Directory([])).unknown_agencies == ("改革协调局",)


def test_a_measure_of_the_year_before_is_not_asked_for() -> None:
    assert read("改革协调局2021年培训费比2020年执行数增长多少").measures == ()
    assert read("改革协调局2021年培训费执行数增长多少").measures == (Measure.EXECUTION,)


def test_hundreds_of_millions_are_a_unit_and_no_count() -> None:
    query = read("改革协调局项目支出总共几个亿")
    assert (query.measures, query.unit and query.unit.symbol) == ((), "亿元")


def test_both_levels_are_compared() -> None:
    assert read("改革协调局部门预算和单位预算的三公经费差多少").level is None


def test_words_that_point_to_an_agency_are_no_part_of_its_name() -> None:
    (agency,) = read("洛阳高新区那个改革协调局2021年公务接待费是多少").agencies
    assert agency.name.endswith("改革协调局")
