from __future__ import annotations

import pytest

from extractors.counts import read_counted, thing_counted
from extractors.subjects import Subject, SubjectReader

READER = SubjectReader(("洛山市改革局",))


@pytest.mark.parametrize(
    ("before", "unit", "after", "items", "label"),
    [
        ("共有车辆", "辆", "，其中", ("vehicles_owned",), "车辆"),
        ("处置", "辆", "，收回", (), "处置"),
        ("设", "个", "内设机构，包括", ("internal_departments",), "内设机构"),
        ("安排购置车辆", "辆", "，其中", ("vehicles_bought",), "购置车辆"),
        ("公务用车购置", "辆", "，", ("vehicles_bought",), "公务用车购置"),
        ("单位公务用车保有量", "辆", "。", ("vehicles_kept",), "单位公务用车保有量"),
        ("编报绩效目标的项目共", "个", "，涉及", ("performance_projects",), "编报绩效目标的项目"),
        ("公务接待费", "次", "。", (), "公务接待费"),
    ],
)
def test_what_is_counted(before: str, unit: str, after: str, items: tuple[str, ...], label: str) -> None:
    assert read_counted(READER, before, before, unit, after) == Subject(label, items)


@pytest.mark.parametrize(
    ("before", "clause", "unit", "item"),
    [
        ("2018年公务接待", "2018年公务接待", "批次", "reception_batches"),
        ("2018年公务接待24批次，", "", "人次", "reception_visits"),
        ("国内公务接待费3万元，共接待", "共接待", "批次", "reception_batches"),
        ("2021年洛山市改革局国内公务接待共", "2021年洛山市改革局国内公务接待共", "批次", "reception_batches"),
        ("国内公务接待批次39个，接待人次", "接待人次", "人", "reception_visits"),
        ("国（境）外公务接待批次2个，接待人次", "接待人次", "人", "reception_foreign_visits"),
        ("国内公务接待4批次（其中：外事接待", "（其中：外事接待", "批次", "reception_foreign_batches"),
        ("国内公务接待4批次（其中：外事接待0批次），接待人次", "接待人次", "人", "reception_visits"),
        ("公务接待费6万元，全年共接待来访团组", "全年共接待来访团组", "个", "reception_batches"),
        ("因公出国（境）团组", "因公出国（境）团组", "个", "overseas_groups"),
        ("因公出国（境）团组13个，出国（境）", "出国（境）", "人次", "overseas_people"),
        ("因公出国（境）团组2个，人数", "人数", "人", "overseas_people"),
    ],
)
def test_groups_and_people_of_one_thing(before: str, clause: str, unit: str, item: str) -> None:
    found = read_counted(READER, before, clause, unit, "。")
    assert found and found.items == (item,)


@pytest.mark.parametrize(
    ("before", "clause", "unit"),
    [
        ("接待游客后开展培训", "接待游客后开展培训", "人次"),
        ("公务接待费3万元；培训", "培训", "人次"),
        ("因公出国（境）2次，在职人员", "在职人员", "人"),
    ],
)
def test_other_people_are_no_visitors(before: str, clause: str, unit: str) -> None:
    found = read_counted(READER, before, clause, unit, "。")
    assert found is None or not set(found.items) & {"reception_visits", "overseas_people"}


def test_whose_groups_and_people_were_counted() -> None:
    assert thing_counted(Subject("公务接待", ("reception_visits",))) == "official_reception"
    assert thing_counted(Subject("车辆", ("vehicles_owned",))) is None
