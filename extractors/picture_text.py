"""Recognised text: this module alone imports rapidocr. Its models come with it; nothing is fetched.

Found are lines of text; read are pieces of picture with one line each, character by character, with the place of every
character in the piece and how sure the recogniser is of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from statistics import fmean

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.upright import PixelBox, Pixels

THREADS = 1
"""Files are read side by side, one process each; a second thread takes half as much processor time again."""
FIND_SIDE = 1440
"""Lines are found on a picture with this many pixels on its longer side; memory grows with its square."""
BAND_SIDE = 480
"""That picture is looked at in bands of about this height, so that a page takes no more memory than a band."""
OVERLAP = 64
"""What a band sees of the next one: higher than a line, which is found whole by the band that its middle lies in."""
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


Quad = NDArray[np.float32]
"""Four corners, x and y."""


class Recogniser:
    """Both models, loaded; some 150 MB."""

    def __init__(self) -> None:
        from rapidocr import RapidOCR

        self._engine = RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.max_side_len": FIND_SIDE,
                "Det.limit_side_len": OVERLAP,  # smaller pictures would be made larger
                "Global.return_word_box": True,
                "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )

    def find(self, grey: Pixels) -> list[PixelBox]:
        """The boxes of lines of text."""
        scale = min(1.0, FIND_SIDE / max(grey.shape))
        small = _resized(grey, scale)
        height = small.shape[0]
        bands = max(1, round(height / BAND_SIDE))
        edges = [height * i // bands for i in range(bands + 1)]
        found = [box for top, bottom in pairwise(edges) for box in self._find_in_band(small, top, bottom)]
        return [_scaled(box, 1 / scale) for box in found]

    def _find_in_band(self, grey: Pixels, top: int, bottom: int) -> list[PixelBox]:
        """The boxes whose middle lies between two heights."""
        start = max(0, top - OVERLAP)
        with _memory_errors():
            band = _coloured(grey[start : bottom + OVERLAP])
            found = self._engine(band, use_det=True, use_cls=False, use_rec=False).boxes
        quads = [] if found is None else [quad + np.array((0, start), np.float32) for quad in found]
        return [_box(quad) for quad in quads if top <= quad[:, 1].mean() < bottom]

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


def _resized(grey: Pixels, scale: float) -> Pixels:
    if scale == 1:
        return grey
    return cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.uint8)


def _box(quad: Quad) -> PixelBox:
    x0, top = quad.min(axis=0)
    x1, bottom = quad.max(axis=0)
    return int(x0), int(top), int(x1) + 1, int(bottom) + 1


def _scaled(box: PixelBox, scale: float) -> PixelBox:
    x0, top, x1, bottom = (round(side * scale) for side in box)
    return x0, top, x1, bottom


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
