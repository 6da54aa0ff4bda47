from __future__ import annotations

from urllib.parse import parse_qsl

import pytest

from ui.links import MOST_QUESTIONS, Link, read_box, read_link, write_box, write_link


@pytest.mark.parametrize(
    "link",
    [
        Link(),
        Link(("改革协调局2021年公务接待费是多少？",)),
        Link(("一 & 二", "三=四"), "0123456789ab", 17, 3),
        Link((), "0123456789ab", 17),
    ],
)
def test_a_link_leads_back_to_what_it_was_made_of(link: Link) -> None:
    assert read_link(parse_qsl(write_link(link).removeprefix("?"))) == link


def test_a_link_stays_short() -> None:
    link = read_link(parse_qsl(write_link(Link(tuple(map(str, range(20))), "a" * 64, 1))[1:]))
    assert link.questions == ("12", "13", "14", "15", "16", "17", "18", "19")
    assert (len(link.questions), link.document) == (MOST_QUESTIONS, "a" * 12)


@pytest.mark.parametrize(
    "pairs", [[("page", "-1")], [("page", "9" * 40), ("n", "x")], [("q", "  ")], [("page", "١٢")], [("other", "1")]]
)
def test_what_makes_no_sense_is_left_out(pairs: list[tuple[str, str]]) -> None:
    assert read_link(pairs) == Link()


def test_a_box_survives_the_address() -> None:
    assert read_box(write_box((421.125, 179.625, 802.125, 205.875))) == (421.12, 179.62, 802.12, 205.88)


@pytest.mark.parametrize("text", ["", "1,2,3", "1,2,3,4,5", "a,b,c,d", "nan,0,1,1", "0,0,inf,1", "5,0,1,1"])
def test_what_is_no_box_is_none(text: str) -> None:
    assert read_box(text) is None
