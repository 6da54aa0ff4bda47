from __future__ import annotations

from extractors.picture_pieces import Cut, cut_pieces

LEFT, RIGHT = (0, 0, 100, 40), (100, 0, 200, 40)


def test_a_line_over_a_ruling_is_cut_there() -> None:
    digits = [(70, 12, 80, 28), (84, 12, 94, 28), (106, 12, 116, 28), (120, 12, 130, 28)]
    assert cut_pieces([(68, 10, 132, 30)], [LEFT, RIGHT], digits) == [
        Cut((68, 10, 100, 30), 0),
        Cut((100, 10, 132, 30), 1),
    ]


def test_a_line_that_only_touches_a_cell_leaves_nothing_in_it() -> None:
    digits = [(70, 12, 80, 28), (84, 12, 94, 28)]
    assert cut_pieces([(68, 10, 104, 30)], [LEFT, RIGHT], digits) == [Cut((68, 10, 100, 30), 0)]


def test_the_last_digit_over_a_ruling_stays_with_its_figure() -> None:
    digits = [(72, 12, 82, 28), (85, 12, 95, 28), (97, 12, 107, 28)]
    assert cut_pieces([(70, 10, 110, 30)], [LEFT, RIGHT], digits) == [Cut((70, 10, 107, 30), 0)]


def test_a_minus_sign_that_was_not_found_joins_its_figure() -> None:
    minus, digit = (60, 19, 66, 21), (70, 12, 80, 28)
    assert cut_pieces([(68, 10, 82, 30)], [LEFT], [minus, digit]) == [Cut((60, 10, 82, 30), 0)]


def test_ink_that_was_not_found_is_a_piece_of_its_own() -> None:
    one, dash = (70, 12, 76, 28), (140, 19, 148, 21)
    assert cut_pieces([], [LEFT, RIGHT], [one, dash]) == [Cut(one, 0), Cut(dash, 1)]


def test_characters_under_each_other_are_read_one_by_one() -> None:
    cell = (0, 0, 40, 200)
    strokes = [(10, 20, 30, 38), (10, 60, 30, 64), (10, 72, 30, 76), (10, 100, 30, 118)]  # as 绩二标
    pieces = cut_pieces([(8, 18, 32, 120), (300, 10, 400, 30), (300, 40, 400, 60)], [cell], strokes)
    assert [piece.box for piece in pieces[2:]] == [(8, 20, 32, 38), (8, 60, 32, 76), (8, 100, 32, 118)]


def test_lines_outside_tables_stay_whole() -> None:
    assert cut_pieces([(300, 10, 500, 30)], [LEFT], []) == [Cut((300, 10, 500, 30))]
