"""What the audit says of real disclosures: the errors that are in them, and nothing else."""

from __future__ import annotations

import time
from functools import cache
from pathlib import Path

import pytest

from extractors import extract
from extractors.checks import Check, Document, Outcome, check_document, document_of, load_book

TRUE_STATEMENTS = ("9.59 %", "75.3 %", "335.94 %", "4,103.48 %", "4103.48 %", "4.91 %")
"""Rates in the start documents that are right, however odd they look."""

REFORM = {("43.23 %", "56.77 %"), ("49.3 %", "50.7 %"), ("4 个", "5"), ("200 万元", "360 万元")}
SERVICE = {("590.09 万元", "479.7 万元"), ("167.13 万元", "56.74 万元")}
SEEDS: dict[str, set[tuple[str, str]]] = {
    "replicas/luoyang-reform-2021.pdf": REFORM,
    "replicas/luoyang-service-2021.pdf": SERVICE,
    "replicas/mengjin-industry-2023.pdf": set(),
    "replicas/luoyang-hightech-2026.pdf": set(),
    "seeds/001_0d245a6fb0b79a25.txt": REFORM,
    "seeds/002_e5fdb3e96c6bcd88.txt": SERVICE,
}

REAL: dict[str, set[tuple[str, str]]] = {
    "fuzhou/信访局_2026年部门预算.pdf": {("31.35 %", "31.56 %"), ("18,728.91 万元", "18,728.94 万元")},
    "jiangsu/2019年度部门预算公开.pdf": {("10.06 %", "10.09 %"), ("13.22 %", "22.21 %"), ("34.38 %", "34.36 %")},
    "jiangsu/省法院2018年度部门预算公开.pdf": {("5.95 %", "6.1 %")},
    "putuo/上海市普陀区财政局2024年度部门决算.pdf": {("71.73 %", "71.65 %"), ("0.3 万元", "2,961.68 万元")},
    "putuo/普陀区司法局2026单位预算.pdf": {
        ("20,272,981.00 元", "20,374,181 元"),
        ("1,845,880.34 元", "1,744,680 元"),
        ("14,348,853.34 元", "79,189,400.34 元"),
        ("64,840,547.00 元", "129,681,094 元"),
        ("57.8 万元", "56.124 万元"),
        ("170.03 万元", "207 万元"),
        ("1.10 %", "15.13 %"),
        ("2.27 %", "-0.64 %"),
        ("21.74 %", "-29.67 %"),
    },
    "xian/发展和改革局_2026年部门预算.pdf": {("43 %", "56.84 %"), ("1.21 %", "21.13 %"), ("1.1 %", "9.09 %")},
    "shanghai/审计局_上海市审计局(本级)2026年度预算.pdf": set(),
    "shenzhen/信访局_2026年部门预算.pdf": set(),
    "suzhou/规划和自然资源局_2026年部门预算.pdf": set(),
    "changsha/信访局_2026年部门预算.pdf": set(),
    "quanzhou/政府办公厅_2026年部门预算.pdf": set(),
}


@cache
def _document(path: Path) -> Document:
    return document_of(extract(path))


def _contradictions(document: Document) -> list[Check]:
    hard = load_book().rules
    return [c for c in check_document(document) if c.outcome is Outcome.DIFFERS and hard[c.rule].is_hard]


@pytest.mark.parametrize("name", SEEDS)
def test_the_errors_of_the_start_documents(corpus: Path, name: str) -> None:
    found = _contradictions(_document(corpus / name))
    assert {(c.stated, c.expected) for c in found if c.rule != "contents"} == SEEDS[name]
    assert not {c.stated for c in found} & set(TRUE_STATEMENTS)


@pytest.mark.parametrize("name", REAL)
def test_the_errors_of_published_disclosures(corpus: Path, name: str) -> None:
    found = _contradictions(_document(corpus / "real" / name))
    assert {(c.stated, c.expected) for c in found} == REAL[name]


def test_a_document_is_audited_at_once(corpus: Path) -> None:
    document = _document(corpus / "real" / "suzhou/规划和自然资源局_2026年部门预算.pdf")
    check_document(document)
    fresh = Document(
        document.identity, document.tables, document.facts, document.changes, document.words, document.unread
    )
    start = time.process_time()
    check_document(fresh)
    assert time.process_time() - start < 0.15  # 0.02 on a quiet machine
