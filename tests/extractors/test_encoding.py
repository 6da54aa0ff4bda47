from __future__ import annotations

import pytest

from extractors.encoding import decode_markup, decode_text

TEXT = "洛阳市2021年公务接待费4.00万元，“三公”经费\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_office_encodings(encoding: str) -> None:
    assert decode_text(TEXT.encode(encoding)) == TEXT


def test_utf8_that_is_cut_short_stays_utf8() -> None:
    assert decode_text(TEXT.encode()[: len("洛阳市".encode()) - 1]) == "洛阳\ufffd"


@pytest.mark.parametrize("data", [bytes(range(256)), b"\x00\x01\x02\x03" * 40, b"\x7fELF\x02\x01\x01" + bytes(90)])
def test_bytes_that_are_no_text(data: bytes) -> None:
    assert decode_text(data) is None


@pytest.mark.parametrize("declared", ["gb2312", "GBK", "utf-8"])
def test_a_page_is_read_in_the_encoding_that_it_declares(declared: str) -> None:
    page = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}"><p>{TEXT}'
    encoding = "utf-8" if declared == "utf-8" else "gb18030"
    assert decode_markup(page.encode(encoding)) == page
