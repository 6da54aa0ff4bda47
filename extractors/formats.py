"""What a file is, by its content. Its name is only asked whether it promises something else.

    bytes → known beginning (PDF, archive, old Office, web page, picture …) → Format
    no known beginning, but text → Format.TEXT

Everything that is not read ends in an error whose message says what the file is and what to do.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from enum import StrEnum
from pathlib import Path

from extractors.encoding import decode_text
from extractors.errors import DamagedFile, EncryptedFile, ExtractionError, TooLarge, UnsupportedFormat

MAX_FILE_BYTES = 200 * 1024 * 1024
"""The largest published disclosure that we know has 60 MB, of pictures."""

_HEAD_BYTES = 8192
_PDF_HEADER_WITHIN = 1024
"""Where a PDF header may stand at the latest; Adobe's readers and PDFium look no further."""

_PDF = re.compile(rb"%PDF-")
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|frameset)\b", re.I)
_MARKUP_PROLOG = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*|<!--.*?-->\s*)*", re.S)

_PROMISED = {".pdf": "PDF", ".docx": "Word", ".xlsx": "Excel"}

_CONTENT_TYPES = "[Content_Types].xml"
_MAX_CONTENT_TYPES_BYTES = 1024 * 1024

_OTHER_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"MM\x00*", "a picture (TIFF)"),
    (b"{\\rtf", "a rich text document (RTF)"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
)


class Format(StrEnum):
    PDF = "pdf"
    TEXT = "text"
    DOCX = "docx"
    XLSX = "xlsx"
    HTML = "html"


def sniff(path: Path, *, name: str | None = None) -> Format:
    """The format of the file's content. `name` is the name it was handed in under, where that is not the path's.

    Raises UnsupportedFormat, DamagedFile, EncryptedFile or TooLarge.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DamagedFile(f"The file cannot be opened ({reason}). Check that it is there and may be read.") from error
    if not head:
        raise DamagedFile("The file is empty (0 bytes). Download it again.")
    if size > MAX_FILE_BYTES:
        raise TooLarge(
            f"The file has {size // 2**20} MB; more than {MAX_FILE_BYTES // 2**20} MB are not read. Split it up."
        )
    return _by_content(path, head, Path(name or path.name).suffix.lower())


def _by_content(path: Path, head: bytes, suffix: str) -> Format:
    if _PDF.search(head, 0, _PDF_HEADER_WITHIN):
        return Format.PDF
    if head.startswith((_ZIP, _EMPTY_ZIP)):
        return _office_format(path)
    if head.startswith(_OLE):
        raise _old_office(path)
    for beginning, kind in _OTHER_KINDS:
        if head.startswith(beginning):
            raise UnsupportedFormat(f"The file is {kind}. {_advice(kind)}")
    return _text_format(decode_text(head), suffix)


def _text_format(head: str | None, suffix: str) -> Format:
    if head is not None and (_is_html(head) or suffix in (".html", ".htm")):
        if suffix == ".pdf":  # a server's error page, saved under the name of the PDF that it could not deliver
            raise UnsupportedFormat(
                "The name says PDF, but the content is a web page; save the page as .html or download the PDF again."
            )
        return Format.HTML
    if suffix in _PROMISED:
        raise DamagedFile(
            f"The name says {_PROMISED[suffix]}, but the file cannot be opened as one. Download it again."
        )
    if head is None:
        raise UnsupportedFormat("The file is neither PDF, Word, Excel, web page nor text. Save it as one of these.")
    return Format.TEXT


def _is_html(text: str) -> bool:
    prolog = _MARKUP_PROLOG.match(text)
    return bool(_HTML.match(text, prolog.end() if prolog else 0))


def _office_format(path: Path) -> Format:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            declared = _content_types(archive) if _CONTENT_TYPES in names else ""
    # What zipfile raises on a broken archive: its own error, and those of its parts (inflating, unknown methods, flags
    # of encryption in a file that is none, offsets outside the file).
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, EOFError, RuntimeError, ValueError) as error:
        raise DamagedFile("The Word or Excel file is broken or cut short. Download it again.") from error
    if "wordprocessingml.document.main" in declared:
        return Format.DOCX
    if "spreadsheetml.sheet.main" in declared:
        return Format.XLSX
    if "macroEnabled" in declared:
        raise UnsupportedFormat("The file holds Office macros. Save it as .docx or .xlsx without macros.")
    if "presentationml" in declared:
        raise UnsupportedFormat("The file is a presentation. Save it as PDF.")
    if "OFD.xml" in names:
        raise UnsupportedFormat("The file is an OFD document. Save it as PDF.")
    raise UnsupportedFormat("The file is a ZIP archive. Unpack it and load the files in it.")


def _content_types(archive: zipfile.ZipFile) -> str:
    if archive.getinfo(_CONTENT_TYPES).file_size > _MAX_CONTENT_TYPES_BYTES:
        raise TooLarge("The Word or Excel file's list of contents is unreasonably long; it is not read.")
    return archive.read(_CONTENT_TYPES).decode("utf-8", errors="replace")


def _old_office(path: Path) -> ExtractionError:
    """Word and Excel put an encrypted .docx into the container that their programs before 2007 used for everything."""
    if _ENCRYPTED_STREAM in path.read_bytes():
        return EncryptedFile("The Word or Excel file asks for a password. Save a copy without one and load that.")
    return UnsupportedFormat("The file is from an old Word, Excel or WPS. Save it as .docx, .xlsx or PDF.")


def _advice(kind: str) -> str:
    if "archive" in kind:
        return "Unpack it and load the files in it."
    return "Save it as PDF, .docx, .xlsx, .html or .txt."
