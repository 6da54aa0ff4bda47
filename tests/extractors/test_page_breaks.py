from __future__ import annotations

import pytest

from extractors.page_breaks import split_pages

PROSE = "\n\n".join(f"line {i}" for i in range(12))


def pages(text: str) -> list[list[str]]:
    return [[line for line in page if line.strip()] for page in split_pages(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\nb", [["a", "b"]]),
        ("", [[]]),
        ("a\n\nb\n\n\nc", [["a", "b", "c"]]),
        ("a\fb\n\fc\f", [["a"], ["b"], ["c"]]),
        ("a\f\fc", [["a"], [], ["c"]]),
        ("a\fb\n\n\n\nc", [["a"], ["b", "c"]]),
        ("a\nb\n\n\n\nc\n\n\n\n\nd\n\n\n\n", [["a", "b"], ["c"], ["d"]]),
        ("\n\n\n\na\n\nb", [["a", "b"]]),
    ],
)
def test_form_feeds_and_gaps(text: str, expected: list[list[str]]) -> None:
    assert pages(text) == expected


def test_the_gap_that_a_file_leaves_everywhere_is_no_page_break() -> None:
    wide = "a\n\n\n\nb\n\n\n\nc\n\n\n\nd"
    assert len(pages(wide)) == 1
    assert len(pages(wide + "\n\n\n\n\n\ne")) == 2


def test_a_leading_space_opens_a_page_where_it_opens_the_first() -> None:
    found = pages(f" {PROSE}\n {PROSE}\n\n\n\n{PROSE}")
    assert [page[0] for page in found] == [" line 0", " line 0", "line 0"]
    assert len(pages(f"{PROSE}\n {PROSE}")) == 1


def test_indented_text_is_one_page() -> None:
    assert len(pages("\n".join(f" line {i}" for i in range(30)))) == 1
