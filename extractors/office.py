"""Word and Excel files: their archive is checked before anything in it is unpacked for good, then their reader reads.

Refused are archives that unpack to far more than they weigh and parts with a document type: office programs write none,
and entities (to read other files, or to grow without bound) need one. Links to other files are never followed.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from extractors.errors import DamagedFile, EncryptedFile, NoText, TooLarge
from extractors.model import Reading

MAX_UNPACKED_BYTES = 300 * 1024 * 1024
MAX_PARTS = 10_000
MAX_RATIO = 200
"""Times that a part may grow when unpacked; tables compress up to some 60 to 1 …"""
RATIO_COUNTS_FROM_BYTES = 10 * 1024 * 1024
"""… and a small part may compress as well as it likes."""

_ENCRYPTED_FLAG = 1
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*\bencoding\s*=\s*["']([^"']+)["']""")
_KNOWN_ENCODINGS = {b"utf-8", b"utf-16", b"us-ascii", b"ascii"}
_DOCUMENT_TYPE = re.compile("<!(?:DOCTYPE|ENTITY)", re.I)
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    EOFError,
)
"""What python-docx and openpyxl raise on files that are not as they should be; XML errors are SyntaxErrors."""


def read_docx(path: Path) -> Reading:
    """Raises DamagedFile, EncryptedFile, TooLarge or NoText."""
    from extractors.word import read_word

    return _read(path, "Word", read_word)


def read_xlsx(path: Path) -> Reading:
    """Raises DamagedFile, EncryptedFile, TooLarge or NoText."""
    from extractors.excel import read_excel

    return _read(path, "Excel", read_excel)


def _read(path: Path, program: str, read: Callable[[Path], Reading]) -> Reading:
    try:
        check_archive(path)
        reading = read(path)
    except _BROKEN as error:
        raise DamagedFile(
            f"The file is not as {program} writes it. Open it there, save it again and load that."
        ) from error
    if not any(page.lines for page in reading.pages):
        raise NoText(f"There is no text in the {program} file.")
    return reading


def check_archive(path: Path) -> None:
    """Raises TooLarge, EncryptedFile or DamagedFile before a reader unpacks anything."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
            raise TooLarge(f"The file unpacks to more than {MAX_UNPACKED_BYTES // 2**20} MB; it is not read.")
        for part in parts:
            if part.flag_bits & _ENCRYPTED_FLAG:
                raise EncryptedFile("The file asks for a password. Save a copy without one and load that.")
            if part.file_size > max(RATIO_COUNTS_FROM_BYTES, MAX_RATIO * part.compress_size):
                raise TooLarge(f"A part of the file grows more than {MAX_RATIO} times when unpacked; it is not read.")
            if part.filename.endswith((".xml", ".rels", ".vml")):
                _check_part(archive.read(part))


def _check_part(data: bytes) -> None:
    """zipfile unpacks no more than the size that the archive states, which was checked above."""
    declared = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data[:4]
    text = data.decode("utf-16" if wide else "latin-1", errors="replace")
    odd_encoding = declared is not None and declared.group(1).lower() not in _KNOWN_ENCODINGS
    if odd_encoding or _DOCUMENT_TYPE.search(text):
        raise DamagedFile(
            "The file holds XML that no office program writes; it may be made to do harm. It is not read."
        )
