from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.checks import Outcome, load_book
from rag.audit import Audit
from rag.findings import DERIVED, STATED, Finding, Side, Tally
from tests.ui.test_shelf import BUDGET, OTHER
from ui import findings_html as page
from ui.findings_html import findings_html, findings_of, ledger_html, sides_html
from ui.texts import load_texts

ZH, EN = load_texts("zh"), load_texts("en")
ATTACK = '<img src=x onerror="alert(1)">'
FINDING = Finding(
    document_id=BUDGET.id,
    rule=load_book().rules["change_rate"],
    status="differs",
    stated="49.3 %",
    expected="50.7 %",
    formula="14.4 ÷ 28.4",
    subject=ATTACK,
    allowed=None,
    sides=(
        Side(BUDGET.id, 3, (1.0, 2.0, 3.0, 4.0), ATTACK, ATTACK, STATED),
        Side(BUDGET.id, 5, None, "14 万元", "预算", DERIVED),
    ),
)
ROUNDED = replace(FINDING, status="rounding")
AUDIT = Audit(
    (BUDGET, OTHER),
    (ROUNDED, FINDING),
    {
        BUDGET.id: (Tally("change_rate", "differs", 1), Tally("change_rate", "holds", 7)),
        OTHER.id: (Tally("change_rate", "not_enough_data", 2), Tally("reading", "could_not_read", 3)),
    },
)


def test_findings_stand_under_their_document_with_both_figures() -> None:
    html = findings_html(AUDIT, ZH)
    for text in (
        "2 份文件，1 处对不上",
        "对不上",
        "百分比",
        "49.3\xa0%",
        "50.7\xa0%",
        "相符 7",
        "没有发现的文件：1 份",
    ):
        assert text in html
    assert html.count('data-do="finding"') == 1
    assert findings_of(AUDIT) == [FINDING]


def test_the_open_finding_is_marked() -> None:
    assert 'aria-pressed="true"' not in findings_html(AUDIT, ZH)
    assert 'aria-pressed="true"' in findings_html(AUDIT, ZH, 0)


def test_the_ledger_says_what_was_checked_and_why_not() -> None:
    html = ledger_html(AUDIT, ZH)
    rule = load_book().rules["change_rate"].chinese
    row = html[html.index(rule) :]
    assert row[: row.index("</tr>")].count("<td>") == len(Outcome)
    for text in (">7<", ">1<", ">2<", "读到但没有看懂的地方", ">3<", "缺数", "没看懂"):
        assert text in html


def test_both_sides_are_told_in_words_too() -> None:
    html = sides_html(FINDING, [(BUDGET.id, 3, b"png"), (BUDGET.id, 5, None)], {BUDGET.id: ATTACK}, EN)
    assert 'src="data:image/png;base64,cG5n"' in html
    assert "there is no picture of this page" in html
    assert "what is stated" in html and "checked against" in html


def test_texts_of_documents_stay_text() -> None:
    for html in (
        findings_html(replace(AUDIT, documents=(replace(BUDGET, file_name=ATTACK), OTHER)), ZH),
        sides_html(FINDING, [(BUDGET.id, 3, None)], {BUDGET.id: ATTACK}, ZH),
    ):
        assert "<img" not in html


def test_a_page_does_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "MOST_SHOWN", 2)
    html = findings_html(replace(AUDIT, findings=(FINDING,) * 5), ZH)
    assert html.count('data-do="finding"') == 2
    assert "还有 3 处没有列出" in html


@pytest.mark.parametrize("texts", [ZH, EN])
def test_every_kind_and_outcome_has_a_word(texts: page.Texts) -> None:
    assert {rule.kind for rule in load_book().rules.values()} <= set(texts.look_up("audits.kind"))
    assert set(texts.look_up("audits.outcome")) == {outcome.value for outcome in Outcome}
