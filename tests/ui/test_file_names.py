from __future__ import annotations

import pytest

from ui.file_names import safe_name


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("《预算》（2021年）.pdf", "《预算》（2021年）.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\预算.pdf", "预算.pdf"),
        ("a\x00b\u202efdp.exe", "abfdp.exe"),
        ("..", "file."),
        ("", "file"),
        ("/", "file"),
        (".pdf", "file.pdf"),
    ],
)
def test_a_name_that_somebody_gave_is_made_safe(given: str, safe: str) -> None:
    assert safe_name(given) == safe


def test_a_long_name_keeps_its_ending() -> None:
    name = safe_name("长" * 300 + ".pdf")
    assert len(name.encode()) <= 200
    assert name.endswith("长.pdf")
