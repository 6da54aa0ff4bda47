from __future__ import annotations

import pickle
import socket
import threading
import time
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from extractors.messages import HEADER, MESSAGE, PIECE_ELEMENTS, HungUpError, MalformedError, receive, send
from extractors.model import Blank, Cell
from extractors.quantities import TEN_THOUSAND_YUAN, Amount

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    left, right = socket.socketpair()
    with left, right:
        yield left, right


def _soon() -> float:
    return time.monotonic() + 5


def test_the_model_survives_the_journey(pair: Pair) -> None:
    message = (
        "done",
        Amount(Decimal("4.00"), TEN_THOUSAND_YUAN, "4.00"),
        Blank.DASH,
        Cell(1, 0, 0, "公务接待费", None),
    )
    send(pair[0], message)
    assert receive(pair[1], _soon()) == message


def test_long_tuples_come_in_pieces_and_arrive_whole(pair: Pair) -> None:
    cells = tuple(Cell(1, i, 0, f"{i}.00", None) for i in range(2 * PIECE_ELEMENTS + 1))
    message = ("done", (cells, "between", cells[:3]), cells[1:])
    sender = threading.Thread(target=send, args=(pair[0], message))  # more than a socket holds
    sender.start()
    assert receive(pair[1], _soon()) == message
    sender.join()


def test_a_piece_of_no_tuple_is_malformed(pair: Pair) -> None:
    for number, piece in ((0, 7), (MESSAGE, ())):
        data = pickle.dumps(piece)
        pair[0].sendall(HEADER.pack(number, len(data)) + data)
    with pytest.raises(MalformedError):
        receive(pair[1], _soon())


@pytest.mark.parametrize(
    "data",
    [
        pickle.dumps(print),
        b"cos\nsystem\n(S'true'\ntR.",
        b"cextractors.model\nDecimal.from_float\n.",
        b"not a pickle",
        pickle.dumps(Decimal("1")).replace(b"1", b"x"),
        b"",
    ],
)
def test_nothing_but_the_model_is_rebuilt(pair: Pair, data: bytes) -> None:
    pair[0].sendall(HEADER.pack(MESSAGE, len(data)) + data)
    with pytest.raises(MalformedError):
        receive(pair[1], _soon())


def test_a_boundless_message_is_refused_before_it_is_read(pair: Pair) -> None:
    pair[0].sendall(HEADER.pack(MESSAGE, 2**40))
    with pytest.raises(MalformedError):
        receive(pair[1], _soon())


@pytest.mark.parametrize("part", [b"", b"\0\0\0", HEADER.pack(MESSAGE, 100) + b"half"])
def test_half_a_message_does_not_block(pair: Pair, part: bytes) -> None:
    pair[0].sendall(part)
    with pytest.raises(TimeoutError):
        receive(pair[1], time.monotonic() + 0.05)


def test_the_end_of_the_other_side_is_noticed(pair: Pair) -> None:
    pair[0].sendall(b"\0\0\0")
    pair[0].close()
    result: Any = None
    with pytest.raises(HungUpError):
        result = receive(pair[1], _soon())
    assert result is None
