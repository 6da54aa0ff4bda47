from __future__ import annotations

import pytest

from rag.traditional import simplified


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("西安市發展和改革委員會2019年政府採購預算總共多少？", "西安市发展和改革委员会2019年政府采购预算总共多少？"),
        ("單位的公務用車運行維護費", "单位的公务用车运行维护费"),
        ("乾县财政局於某年的著作权", "乾县财政局於某年的著作权"),  # simplified text that keeps a few such characters
        ("今年的公务接待费", "今年的公务接待费"),
        ("How much was it?", "How much was it?"),
        ("", ""),
    ],
)
def test_traditional_characters_become_simplified(written: str, meant: str) -> None:
    assert simplified(written) == meant
