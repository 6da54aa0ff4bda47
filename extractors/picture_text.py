"""Recognised text: this module alone imports rapidocr. Its models come with it; nothing is fetched.

Found are lines of text; read are pieces of picture with one line each, character by character, with the place of every
character in the piece and how sure the recogniser is of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from statistics import fmean

import cv2
import numpy as np

from extractors.upright import PixelBox, Pixels

THREADS = 1
"""Files are read side by side, one process each; a second thread takes half as much processor time again."""
FIND_SIDE = 1440
"""Lines are found on a picture with this many pixels on its longer side; memory grows with its square."""
LONG = 12
"""Pieces this many times as wide as high are long."""
NO_MEMORY_SIGNS = ("bad_alloc", "Failed to allocate")
FIGURE = frozenset("0123456789.,．，-－")
"""What figures are written with."""


@dataclass(frozen=True, slots=True)
class Character:
    text: str
    at: float  # the centre, as a share of the piece's width
    confidence: float


@dataclass(frozen=True, slots=True)
class Piece:
    """What one piece of picture says, without spaces."""

    characters: tuple[Character, ...]

    @property
    def text(self) -> str:
        return "".join(c.text for c in self.characters)

    @property
    def confidence(self) -> float:
        """Of the least sure character of figures; of all characters on average where there is no figure."""
        if any(c.text.isdigit() for c in self.characters):
            return min(c.confidence for c in self.characters if c.text in FIGURE)
        return fmean(c.confidence for c in self.characters) if self.characters else 0.0


class Recogniser:
    """Both models, loaded; some 150 MB."""

    def __init__(self) -> None:
        from rapidocr import RapidOCR

        self._engine = RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.max_side_len": FIND_SIDE,
                "Global.return_word_box": True,
                "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )

    def find(self, grey: Pixels) -> list[PixelBox]:
        """The boxes of lines of text."""
        with _memory_errors():
            found = self._engine(_coloured(grey), use_det=True, use_cls=False, use_rec=False).boxes
        if found is None:
            return []
        return [
            (int(quad[:, 0].min()), int(quad[:, 1].min()), int(quad[:, 0].max()) + 1, int(quad[:, 1].max()) + 1)
            for quad in found
        ]

    def read(self, pieces: Sequence[Pixels]) -> list[Piece]:
        """Long pieces go one by one: what is read together takes memory for the longest."""
        read: dict[int, Piece] = {}
        long = [i for i, piece in enumerate(pieces) if piece.shape[1] > LONG * piece.shape[0]]
        short = [i for i in range(len(pieces)) if i not in set(long)]
        for together in [short, *([i] for i in long)]:
            if together:
                with _memory_errors():
                    found = self._engine.recognize_txt([_coloured(pieces[i]) for i in together])
                read.update(zip(together, map(_piece, found.txts, found.word_results), strict=True))
        return [read[i] for i in range(len(pieces))]

    def confidence(self, pieces: Sequence[Pixels]) -> float:
        """How well some pieces can be read; 0 where nothing can."""
        read = [piece for piece in self.read(pieces) if piece.characters]
        return fmean(c.confidence for piece in read for c in piece.characters) if read else 0.0


@cache
def load_recogniser() -> Recogniser:
    return Recogniser()


@contextmanager
def _memory_errors() -> Iterator[None]:
    """The recogniser's failure to get memory, as Python's."""
    from rapidocr.inference_engine.onnxruntime.main import ONNXRuntimeError

    try:
        yield
    except ONNXRuntimeError as error:
        if any(sign in str(error) for sign in NO_MEMORY_SIGNS):
            raise MemoryError from error
        raise


def _coloured(grey: Pixels) -> Pixels:
    return cv2.cvtColor(np.ascontiguousarray(grey), cv2.COLOR_GRAY2BGR).astype(np.uint8)


def _piece(text: str, words: object) -> Piece:
    """`words` has the recogniser's steps from left to right: which characters it saw at which step, how surely."""
    steps = float(getattr(words, "line_txt_len", 0.0))
    places = [step for word in getattr(words, "word_cols", ()) for step in word]
    sure = getattr(words, "confs", ())
    seen = [(character, sure[i]) for i, character in enumerate(text) if not character.isspace()]
    return Piece(
        tuple(
            Character(character, min(1.0, (place + 0.5) / steps), float(confidence))
            for (character, confidence), place in zip(seen, places, strict=True)
        )
    )
