"""Answers made by hand, for the tests of what the screen shows."""

from __future__ import annotations

from dataclasses import replace

from extractors.model import Phase
from rag.model import Answer, Check, Citation, Figure, Origin, Status, Verdict

CELL = Citation(
    n=1,
    document="改革协调局2021.pdf",
    document_id="a" * 64,
    page=15,
    kind="cell",
    quote="4.00",
    table="“三公”经费支出情况表",
    row="2、公务接待费",
    column="预算数",
    unit="万元",
    bbox=(400.0, 180.0, 540.0, 196.0),
)
SENTENCE = replace(CELL, n=2, page=5, kind="sentence", quote="公务接待费4.00万元。", table=None, row=None, column=None)
FIGURE = Figure(
    agency="改革协调局",
    year=2021,
    phase=Phase.BUDGET,
    item="公务接待费",
    measure="预算数",
    value="4.00",
    unit="万元",
    origin=Origin.STATED,
    verdict=Verdict.CONSISTENT,
    citations=(1, 2),
)
ANSWER = Answer(
    question="改革协调局2021年公务接待费是多少？",
    status=Status.ANSWERED,
    text="改革协调局2021年公务接待费是 **4.00 万元** [1]，正文写的也是这个数 [2]。",
    verdict=Verdict.CONSISTENT,
    figures=(FIGURE,),
    citations=(CELL, SENTENCE),
    checks=(Check("表07与表06", "4.00 万元", "4.00 万元", "holds", (1,)),),
    elapsed_ms=12.3,
)
NOT_FOUND = Answer("2022年呢？", Status.NOT_FOUND, "没有2022年的文件。", Verdict.NONE)
