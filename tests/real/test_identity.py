"""Who published the real disclosures whose names mislead."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors import extract
from extractors.model import Level, Phase

CASES = [
    ("real/changsha/公安局_2026年部门预算.pdf", "长沙市公安局", 2025, Phase.BUDGET, Level.UNIT),
    ("real/xian/发展和改革局_2026年部门预算.pdf", "西安市发展和改革委员会", 2019, Phase.BUDGET, Level.DEPARTMENT),
    ("real/suzhou/规划和自然资源局_2026年部门预算.pdf", "苏州市自然资源和规划局", 2026, Phase.BUDGET, Level.DEPARTMENT),
    ("real/shenzhen/宣传部_2026年部门预算.pdf", "中共深圳市委宣传部", 2026, Phase.BUDGET, Level.UNIT),
    ("real/jiangsu/省法院2018年度部门预算公开.pdf", "江苏省高级人民法院", 2018, Phase.BUDGET, Level.DEPARTMENT),
    ("real/jiangsu/2017年度部门预算公开表.pdf", "江苏省政协办公厅", 2017, Phase.BUDGET, Level.DEPARTMENT),
    ("real/putuo/附件2：部门决算模板.pdf", "上海市XX局", 2024, Phase.OTHER, Level.UNKNOWN),
    (
        "odd/not-a-budget-潍坊-发展和改革局_2026年部门预算.pdf",
        "山东省发展和改革委员会",
        2025,
        Phase.OTHER,
        Level.UNKNOWN,
    ),
    ("seeds/000_787b039e07ae85e8.txt", "洛阳高新技术产业开发区改革协调局", 2021, Phase.BUDGET, Level.DEPARTMENT),
    ("seeds/002_e5fdb3e96c6bcd88.txt", "洛阳高新技术产业开发区政务服务局", 2021, Phase.BUDGET, Level.DEPARTMENT),
    ("seeds/004_ca04add02b949caa.txt", "洛阳高新技术产业开发区管理委员会", 2026, Phase.BUDGET, Level.DEPARTMENT),
    ("replicas/mengjin-industry-2023.pdf", "洛阳市孟津区科技和工业信息化局", 2023, Phase.BUDGET, Level.DEPARTMENT),
]


@pytest.mark.parametrize(("file", "agency", "year", "phase", "level"), CASES)
def test_real_documents(corpus: Path, file: str, agency: str, year: int, phase: Phase, level: Level) -> None:
    found = extract(corpus / file).identity
    assert (found.agency, found.year, found.phase, found.level) == (agency, year, phase, level)


def test_the_names_of_one_agency(corpus: Path) -> None:
    found = extract(corpus / "seeds" / "002_e5fdb3e96c6bcd88.txt").identity
    assert {"政务服务局", "政务服务中心"} <= set(found.aliases)
    assert found.place == "河南省洛阳市"
