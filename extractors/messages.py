"""What a reader process and its parent say to each other: messages over a socket, in pieces of known length.

    message → 100 elements of a long tuple in it, 100 more, … → the message with the tuple's number in its place

Pickled whole, an extraction would take three times its own memory: pickle remembers every object, and the bytes are
copied. The child has read a hostile file and is not trusted: the parent sets a time and a size limit for its reply,
and rebuilds nothing from it but the classes of `extractors.model` and `extractors.quantities`.
"""

from __future__ import annotations

import io
import pickle
import socket
import struct
import time
from decimal import Decimal
from typing import Any

from extractors import errors, model, quantities

HEADER = struct.Struct(">qQ")
"""The number of the tuple that a piece belongs to, MESSAGE for the message itself, and the bytes of the piece."""
MESSAGE = -1
PIECE_ELEMENTS = 100
MAX_MESSAGE_BYTES = 512 * 1024 * 1024
"""A 5,000-page disclosure has some 60 MB of facts."""

_ALLOWED = {
    **{
        (kind.__module__, name): kind
        for module in (model, quantities)
        for name, kind in vars(module).items()
        if isinstance(kind, type) and kind.__module__ == module.__name__
    },
    ("decimal", "Decimal"): Decimal,
}
ERRORS: dict[str, type[errors.ExtractionError]] = {
    kind.__name__: kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, errors.ExtractionError)
}


class HungUpError(Exception):
    """The other side has gone."""


class MalformedError(Exception):
    """The message is none that a reader process sends."""


def send(connection: socket.socket, message: Any) -> None:
    _Sender(connection).send_piece(MESSAGE, message)


def receive(connection: socket.socket, deadline: float | None = None) -> Any:
    """The next message. Raises TimeoutError after `deadline`, a time.monotonic() value; HungUpError; MalformedError."""
    tuples: dict[int, list[Any]] = {}
    left = MAX_MESSAGE_BYTES
    while True:
        number, length = HEADER.unpack(_read(connection, HEADER.size, deadline))
        left -= length
        if left < 0:
            raise MalformedError(f"a message of more than {MAX_MESSAGE_BYTES} bytes")
        data = _read(connection, length, deadline)
        try:
            piece = _Unpickler(io.BytesIO(data), tuples).load()
            if number == MESSAGE:
                return piece
            tuples.setdefault(number, []).extend(piece)
        except Exception as error:  # bytes made to do harm can make the unpickler raise anything
            raise MalformedError(repr(error)) from error


def _read(connection: socket.socket, count: int, deadline: float | None) -> bytearray:
    data = bytearray()
    while len(data) < count:
        left = None if deadline is None else deadline - time.monotonic()
        if left is not None and left <= 0:
            raise TimeoutError
        try:
            connection.settimeout(left)
            piece = connection.recv(min(count - len(data), 1 << 20))
        except TimeoutError:
            raise
        except OSError as error:  # reset by the other side, or closed on this one
            raise HungUpError from error
        if not piece:
            raise HungUpError
        data += piece
    return data


class _Sender:
    """Sends one message."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._tuples = 0

    def send_piece(self, number: int, piece: Any) -> None:
        data = io.BytesIO()
        _Pickler(data, self).dump(piece)
        self._connection.sendall(HEADER.pack(number, data.tell()))
        self._connection.sendall(data.getbuffer())

    def send_apart(self, elements: tuple[Any, ...]) -> int:
        """The number under which the other side will have them."""
        number, self._tuples = self._tuples, self._tuples + 1
        for start in range(0, len(elements), PIECE_ELEMENTS):
            self.send_piece(number, elements[start : start + PIECE_ELEMENTS])
        return number


class _Pickler(pickle.Pickler):
    def __init__(self, file: io.BytesIO, sender: _Sender) -> None:
        super().__init__(file, protocol=5)
        self._sender = sender

    def persistent_id(self, value: Any) -> int | None:
        is_long = type(value) is tuple and len(value) > PIECE_ELEMENTS
        return self._sender.send_apart(value) if is_long else None


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, tuples: dict[int, list[Any]]) -> None:
        super().__init__(file)
        self._tuples = tuples

    def persistent_load(self, number: Any) -> tuple[Any, ...]:
        return tuple(self._tuples.pop(number))

    def find_class(self, module: str, name: str) -> Any:
        try:
            return _ALLOWED[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} is not part of an extraction") from None
