from __future__ import annotations

from pathlib import Path

from eval.draw import draw
from eval.questions import read_suite

SAMPLES = Path(__file__).parents[2] / "eval" / "suites" / "samples.jsonl"


def test_the_same_seed_draws_the_same_questions_in_the_suites_order(tmp_path: Path) -> None:
    short = tmp_path / "short.jsonl"
    short.write_text("\n".join(draw(SAMPLES, 7, 1)), encoding="utf-8")
    ids = [question.id for question in read_suite(short)]
    of_all = [question.id for question in read_suite(SAMPLES)]
    assert len(ids) == 7
    assert ids == sorted(ids, key=of_all.index)
    assert draw(SAMPLES, 7, 1) == draw(SAMPLES, 7, 1) != draw(SAMPLES, 7, 2)


def test_a_shorter_suite_is_part_of_a_longer_one() -> None:
    assert set(draw(SAMPLES, 5, 3)) < set(draw(SAMPLES, 20, 3))


def test_more_than_there_are_gives_them_all() -> None:
    assert len(draw(SAMPLES, 10_000, 1)) == len(read_suite(SAMPLES))
