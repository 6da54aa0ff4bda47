from __future__ import annotations

from extractors.model import BBox, Paragraph
from extractors.sentences import Sentence, Spot, box_of, split, spot_of

FIRST_LINE: BBox = (100.0, 10.0, 200.0, 20.0)
SECOND_LINE: BBox = (80.0, 30.0, 180.0, 40.0)
NEXT_PAGE: BBox = (80.0, 15.0, 130.0, 25.0)


def two_pages() -> Paragraph:
    text = "收入合计五万元。支出合计六万元，其中基本支出"
    return Paragraph(text, (), False, ((0, 10, 1, FIRST_LINE), (10, 20, 1, SECOND_LINE), (20, 22, 2, NEXT_PAGE)))


def test_sentences_keep_their_places_and_closing_marks() -> None:
    assert list(split("甲说“好。”乙！ 丙")) == [Sentence("甲说“好。”", 0), Sentence("乙！", 6), Sentence("丙", 9)]


def test_a_full_stop_before_a_closing_bracket_stays_with_it() -> None:
    assert [s.text for s in split("（详见附表。）以上。")] == ["（详见附表。）", "以上。"]


def test_the_box_of_a_sentence_is_cut_to_its_part_of_a_line() -> None:
    assert box_of(two_pages(), 0, 8, 1) == (100.0, 10.0, 180.0, 20.0)
    assert box_of(two_pages(), 8, 22, 1) == (80.0, 10.0, 200.0, 40.0)
    assert box_of(two_pages(), 8, 22, 2) == NEXT_PAGE


def test_without_geometry_there_is_no_box() -> None:
    assert box_of(Paragraph("甲。", (), False, ((0, 2, 1, None),)), 0, 2, 1) is None


def test_a_figure_is_on_the_page_where_it_is_printed() -> None:
    sentence = list(split(two_pages().text))[1]
    assert spot_of(two_pages(), sentence, 4).page == 1
    assert spot_of(two_pages(), sentence, 13) == Spot(2, NEXT_PAGE, "支出合计六万元，其中基本支出")


def test_a_long_sentence_is_quoted_by_the_clause() -> None:
    text = "甲" * 150 + "5万元；" + "乙" * 60 + "6万元；丙7万元。"
    paragraph = Paragraph(text, (), False, ((0, len(text), 1, None),))
    (sentence,) = split(text)
    assert spot_of(paragraph, sentence, text.index("6万")).quote == "乙" * 60 + "6万元；"


def test_text_without_a_full_stop_is_read_in_pieces() -> None:
    pieces = list(split("甲" * 5_000))
    assert [len(piece.text) for piece in pieces] == [2_000, 2_000, 1_000]
    assert [piece.start for piece in pieces] == [0, 2_000, 4_000]
