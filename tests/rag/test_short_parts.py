import pytest

from extractors.model import Measure
from extractors.quantities import Dimension, Unit
from rag.answer import answer
from rag.lexicon import load_lexicon
from rag.library import Library
from rag.model import Status
from rag.short_parts import short_parts
from tests.rag.builders import cell, make_extraction, sentence

VEHICLES = Unit("辆", Dimension.COUNT)
GOODS, WORKS, SERVICES = (f"government_procurement_{part}" for part in ("goods", "works", "services"))


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("预算里，货物、工程、服务各占多少钱", [GOODS, WORKS, SERVICES]),
        ("中的工程是多少", [WORKS]),
        ("里面货物类和服务类各多少", [GOODS, SERVICES]),
        ("里工程造价咨询是多少", []),  # a name that only begins with one
        ("总额是多少", []),
        ("和服务", []),  # beside it, not of it
    ],
)
def test_parts_follow_their_whole(text: str, keys: list[str]) -> None:
    assert [part.key for part in short_parts("government_procurement", text, load_lexicon())] == keys


def test_what_has_no_such_parts_has_none() -> None:
    assert short_parts("official_reception", "里货物", load_lexicon()) == ()


@pytest.fixture
def school(library: Library) -> Library:
    told = "政府采购预算9万元，其中：货物预算6万元、工程预算0万元、服务预算3万元。"
    amounts = [("government_procurement", "9"), (GOODS, "6"), (WORKS, "0"), (SERVICES, "3")]
    facts = [sentence(told, item, value, item=item) for item, value in amounts]
    cars = [("vehicles_owned", "共有车辆4辆。", "4"), ("vehicles_bought", "安排购置车辆2辆。", "2")]
    facts += [
        sentence(quote, "车辆", value, item=item, measure=Measure.COUNT, unit=VEHICLES) for item, quote, value in cars
    ]
    facts.append(cell("公务用车购置费", "40", item="vehicle_purchase"))
    library.add(make_extraction(agency="甲市第一中学", facts=facts))
    return library


@pytest.mark.parametrize(
    "turns",
    [
        ["甲市第一中学2021年政府采购预算里，货物、工程、服务各占多少钱"],
        ["甲市第一中学2021年政府采购预算是多少", "其中货物、工程、服务各多少"],
    ],
)
def test_parts_of_one_heading_are_answered_each(school: Library, turns: list[str]) -> None:
    told = answer(turns[-1], school, turns=turns[:-1])
    assert [figure.value for figure in told.figures] == ["6", "0", "3"]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("甲市第一中学名下有几辆车？", "4"),
        ("甲市第一中学名下一共有多少台车", "4"),
        ("甲市第一中学2021年计划买几辆车？", "2"),
        ("甲市第一中学2021年要购置多少辆公务用车？", "2"),
        ("甲市第一中学2021年买车多少辆", "2"),
    ],
)
def test_vehicles_owned_and_bought_are_told_apart(school: Library, question: str, value: str) -> None:
    told = answer(question, school)
    assert [(figure.value, figure.unit) for figure in told.figures] == [(value, "辆")]


def test_the_kind_of_what_is_bought_is_asked_of_its_sentence(school: Library) -> None:
    turns = ["甲市第一中学有几辆车？", "2021年还要再买几辆？"]
    assert "安排购置车辆2辆" in answer("买的是哪一类用车？", school, turns=turns).text


def test_no_sentence_of_a_budget_answers_for_final_accounts(library: Library) -> None:
    fact = sentence("公务接待费0.83万元。", "公务接待费", "0.83", item="official_reception")
    library.add(make_extraction(agency="甲市第一中学", facts=[fact]))
    told = answer("甲市第一中学2021年决算里公务接待费实际支出了多少", library)
    assert (told.status, told.figures, told.citations) == (Status.NOT_FOUND, (), ())


def test_the_parts_of_procurement_are_taken_from_its_table(library: Library) -> None:
    of_table = {"statement": "government_procurement", "table": 4}
    facts = [
        cell("合计", "10.00", item="government_procurement", row=1, **of_table),
        cell("货物", "4.00", item=GOODS, row=2, **of_table),
    ]
    library.add(make_extraction(agency="甲市第一中学", facts=facts))
    assert [f.value for f in answer("甲市第一中学2021年政府采购里货物是多少钱", library).figures] == ["4.00"]
