from __future__ import annotations

import pytest

from rag.ingest import FileReport
from ui.arrivals import arrivals_html
from ui.standing import Entry, Pace, Standing
from ui.texts import load_texts

ZH, EN = load_texts("zh"), load_texts("en")
STORED = FileReport("/tmp/x/1/好.pdf", "added", pages=17, tables=9, facts=321)
REASON = "The PDF asks for a password. Save a copy without one and load that."
LOCKED = FileReport("/tmp/x/2/<img src=x onerror=alert(1)>.pdf", "encrypted", REASON)


def test_every_file_has_its_outcome_and_what_to_do() -> None:
    entries = (Entry(1, "好.pdf", 10, 1.0, STORED), Entry(2, "<img src=x onerror=alert(1)>.pdf", 10, 1.0, LOCKED))
    html = arrivals_html(Standing(3, entries), ZH)
    assert "17页，9张表，321个数" in html
    assert "打开这个 PDF 需要密码。请另存一份不带密码的再加入。" in html
    assert REASON not in html and REASON in arrivals_html(Standing(3, entries), EN)
    assert "<img" not in html
    assert "/tmp/x" not in html
    assert 'data-do="forget"' in html


def test_a_reason_without_a_chinese_sentence_stands_below_the_meaning_of_its_status() -> None:
    entry = Entry(1, "甲.pdf", 10, 1.0, FileReport("甲.pdf", "damaged", "What nobody foresaw."))
    html = arrivals_html(Standing(1, (entry,)), ZH)
    assert html.index("请重新下载后再加入") < html.index("What nobody foresaw.")


def test_a_library_that_refuses_damages_no_file() -> None:
    failure = "The disk that holds /data is full; nothing was changed."
    html = arrivals_html(Standing(1, (Entry(1, "甲.pdf", 10, 1.0, failure=failure),)), ZH)
    assert "没有读" in html and "/data 所在的磁盘满了，什么也没有改动。" in html
    assert "文件损坏" not in html and 'data-do="forget"' in html


def test_what_waits_and_what_is_read_is_told_apart_in_words() -> None:
    entries = (Entry(1, "甲.pdf", 10, started=1.0), Entry(2, "乙.pdf", 10))
    html = arrivals_html(Standing(3, entries, Pace(0, 2, 0, 0.0, None)), ZH)
    assert "正在读" in html and "等待中" in html
    assert "已读 0 / 2 个文件" in html
    assert "约剩" not in html
    assert "data-do" not in html


@pytest.mark.parametrize(("seconds", "time"), [(0.2, "1 s"), (42.4, "42 s"), (300.0, "5 min")])
def test_the_pace_and_what_is_left(seconds: float, time: str) -> None:
    html = arrivals_html(Standing(3, (Entry(1, "a", 1),), Pace(3, 9, 120, 12.34, seconds)), EN)
    assert f"3 of 9 files read · 120 pages, 12.3 a second · about {time} left" in html


def test_nothing_is_said_where_nothing_came() -> None:
    assert arrivals_html(Standing(1), ZH) == ""


def test_every_outcome_has_a_meaning() -> None:
    for texts in (ZH, EN):
        assert set(texts.look_up("intake.meaning")) == set(texts.look_up("ingest.status"))
