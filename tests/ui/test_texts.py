from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from extractors.model import Level, Phase
from rag.answer import Step
from rag.model import Origin, Status, Verdict
from ui.texts import LANGUAGES, load_texts, texts_for


def _keys(words: Any, path: str = "") -> Iterator[str]:
    if not isinstance(words, dict):
        yield path
        return
    for key, value in words.items():
        yield from _keys(value, f"{path}.{key}")


def test_both_languages_have_the_same_texts() -> None:
    assert set(_keys(load_texts("zh").words)) == set(_keys(load_texts("en").words))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("group", "words"),
    [
        ("verdict", Verdict),
        ("verdict_sign", Verdict),
        ("step", Step),
        ("status", Status),
        ("origin", Origin),
        ("phase", Phase),
        ("level", Level),
    ],
)
def test_every_word_of_the_model_has_a_text(language: str, group: str, words: type) -> None:
    assert [load_texts(language)(f"{group}.{word}") for word in words]


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-US,en;q=0.9,zh;q=0.8", "en"),
        ("en;q=0.5,zh-TW;q=0.9", "zh"),
        ("fr-FR", "en"),
        ("zh;q=nonsense,en", "en"),
        (None, "zh"),
        ("", "zh"),
    ],
)
def test_the_browser_chooses_the_language(header: str | None, language: str) -> None:
    assert texts_for(header).language == language


def test_a_group_is_no_text() -> None:
    with pytest.raises(KeyError, match="verdict"):
        load_texts("zh")("verdict")


def test_values_are_put_in_as_they_are() -> None:
    line = load_texts("en")("page_caption", document="{0.__class__}", page=3)
    assert line == "{0.__class__} · page 3"
