"""What a reader process and its parent say to each other: length-prefixed messages over a socket.

The child has read a hostile file and is not trusted: the parent sets a time and a size limit for its reply, and
rebuilds nothing from it but the classes of `extractors.model`.
"""

from __future__ import annotations

import io
import pickle
import socket
import struct
import time
from decimal import Decimal
from typing import Any

from extractors import errors, model

_LENGTH = struct.Struct(">Q")
MAX_MESSAGE_BYTES = 512 * 1024 * 1024
"""A 5,000-page disclosure has some 60 MB of facts."""

_ALLOWED = {
    **{
        (kind.__module__, name): kind
        for name, kind in vars(model).items()
        if isinstance(kind, type) and kind.__module__ == model.__name__
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
    data = pickle.dumps(message, protocol=5)
    connection.sendall(_LENGTH.pack(len(data)) + data)


def receive(connection: socket.socket, deadline: float | None = None) -> Any:
    """The next message. Raises TimeoutError after `deadline`, a time.monotonic() value; HungUpError; MalformedError."""
    (length,) = _LENGTH.unpack(_read(connection, _LENGTH.size, deadline))
    if length > MAX_MESSAGE_BYTES:
        raise MalformedError(f"a message of {length} bytes")
    data = _read(connection, length, deadline)
    try:
        return _Unpickler(io.BytesIO(data)).load()
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


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        try:
            return _ALLOWED[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} is not part of an extraction") from None
