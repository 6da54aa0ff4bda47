"""Text to the tokens that the full-text index holds: character bigrams of Chinese, whole words and numbers of the rest.

The index knows nothing of words, so a query finds any part of a name that is at least two characters long; the last
character of every run stands alone as well, so that a prefix query finds single characters.
Changing a token changes what the index can delete: raise `schema.VERSION` with it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_RUNS = re.compile(rf"[{_HAN}]+|\d+(?:,\d{{3}})*(?:\.\d+)?|[^\W\d_{_HAN}]+")
_HAN_RUN = re.compile(rf"[{_HAN}]")
MOST_QUERY_TOKENS = 200  # of a question; a longer one is pasted text, and its beginning says what it is about


def index_text(text: str) -> str:
    """The text as the index stores it: tokens separated by spaces."""
    return " ".join(token for run in _runs(text) for token in _tokens(run))


def model_text(text: str) -> str:
    """The text as the embedding model takes it: like `index_text` with every character alone as well, and without
    numbers, whose digits mean nothing to it."""
    return " ".join(token for run in _runs(text) if not run[0].isdigit() for token in _model_tokens(run))


def question_tokens(question: str) -> list[str]:
    """The different tokens that a question asks for, in order. A lone character stands for whatever begins with it."""
    tokens: dict[str, None] = {}
    for run in _runs(question):
        grams = _tokens(run)
        tokens.update(dict.fromkeys(grams[:-1] if len(grams) > 1 else grams))
        if len(tokens) >= MOST_QUERY_TOKENS:
            break
    return list(tokens)


def match_expression(question: str) -> str | None:
    """The FTS5 query that finds any of the question's tokens; None when it has none."""
    tokens = question_tokens(question)
    return " OR ".join(f'"{token}"{"*" if _is_lone(token) else ""}' for token in tokens) or None


def shared(tokens: Iterable[str], text: str) -> list[str]:
    """Which of a question's tokens the text has."""
    folded = _folded(text)
    words = {run.replace(",", "") for run in _RUNS.findall(folded) if not _HAN_RUN.match(run)}
    return [token for token in tokens if (token in folded if _HAN_RUN.match(token) else token in words)]


def _is_lone(token: str) -> bool:
    return len(token) == 1 and bool(_HAN_RUN.match(token))


def _runs(text: str) -> Iterator[str]:
    for match in _RUNS.finditer(_folded(text)):
        yield match.group()


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _model_tokens(run: str) -> list[str]:
    return [*run, *_tokens(run)[:-1]] if _HAN_RUN.match(run) else [run]


def _tokens(run: str) -> list[str]:
    if not _HAN_RUN.match(run):
        return [run.replace(",", "")]
    return [run[start : start + 2] for start in range(len(run))]
