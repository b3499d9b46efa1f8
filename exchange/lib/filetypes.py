"""What a file really holds, whatever its name and the type it is said to be.

A document is known by its structure, not by its first bytes alone, so that nothing which is also
something else (a program, a web page, an archive) is taken for one.
"""

from __future__ import annotations

import re
import struct
from enum import StrEnum
from io import SEEK_END
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

import puremagic
from defusedxml import ElementTree  # type: ignore[import-untyped]

from exchange.lib import compoundfile
from exchange.lib.i18n import N_


class FileType(StrEnum):
    """A document that may be handed out. The value is its media type."""

    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    DOC = "application/msword"
    XLS = "application/vnd.ms-excel"
    PPT = "application/vnd.ms-powerpoint"
    ODT = "application/vnd.oasis.opendocument.text"
    ODS = "application/vnd.oasis.opendocument.spreadsheet"
    ODP = "application/vnd.oasis.opendocument.presentation"

    @property
    def suffix(self) -> str:
        """How its name ends: `.pdf`."""
        return f".{self.name.lower()}"

    @property
    def label(self) -> str:
        """The msgid to show for it."""
        return _LABELS[self]


_LABELS = {  # names of programs are the same in every language
    FileType.PDF: "PDF",
    FileType.DOCX: "Word",
    FileType.XLSX: "Excel",
    FileType.PPTX: "PowerPoint",
    FileType.DOC: "Word",
    FileType.XLS: "Excel",
    FileType.PPT: "PowerPoint",
    FileType.ODT: N_("OpenDocument text"),
    FileType.ODS: N_("OpenDocument spreadsheet"),
    FileType.ODP: N_("OpenDocument presentation"),
}


class Stranger(StrEnum):
    """What else a file may be. The label is a sentence: it is why the file is not taken."""

    EMPTY = "empty"
    PICTURE = "picture"
    RECORDING = "recording"
    WEB_PAGE = "web page"
    DRAWING = "drawing"
    PROGRAM = "program"
    ARCHIVE = "archive"
    TEXT = "text"
    MACROS = "macros"
    LOCKED = "locked"
    TWO_IN_ONE = "two in one"
    OTHER_OFFICE = "other office"
    BROKEN = "broken"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The msgid to show for it."""
        return _REASONS[self]


_REASONS = {
    Stranger.EMPTY: N_("The file is empty."),
    Stranger.PICTURE: N_("The file is really a picture. Please send it as a photo."),
    Stranger.RECORDING: N_("The file is really a video or a sound recording."),
    Stranger.WEB_PAGE: N_("The file is really a web page (HTML)."),
    Stranger.DRAWING: N_("The file is really a drawing in SVG."),
    Stranger.PROGRAM: N_("The file is really a program."),
    Stranger.ARCHIVE: N_("The file is really an archive such as ZIP."),
    Stranger.TEXT: N_("The file is really plain text."),
    Stranger.MACROS: N_("The file holds macros. Please save it without them."),
    Stranger.LOCKED: N_("The file has a password. Please save it without one."),
    Stranger.TWO_IN_ONE: N_("The file holds a second file at its end. Please save it anew."),
    Stranger.OTHER_OFFICE: N_("The file is of another program. Please save it as PDF."),
    Stranger.BROKEN: N_("The file is damaged or not complete."),
    Stranger.UNKNOWN: N_("It cannot be told what the file is."),
}


class NotADocument(ValueError):
    """It is something else: `what`."""

    def __init__(self, what: Stranger) -> None:
        super().__init__(what)
        self.what = what


HEAD = 4096
MOST_PARTS = 10_000
LARGEST_DIRECTORY = 2 * 1024 * 1024
LARGEST_CONTENT = 1024 * 1024 * 1024
LARGEST_LIST = 4 * 1024 * 1024
"""Octets of the one part of a zipped document that is unpacked here."""
ZIP, COMPOUND_FILE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END_OF_ZIP = struct.Struct("<4s4H2LH")
_CONTENT_TYPES, _MIMETYPE, _MANIFEST = "[Content_Types].xml", "mimetype", "META-INF/manifest.xml"
_OOXML = {
    f"{FileType.DOCX}.main+xml": FileType.DOCX,
    f"{FileType.XLSX}.main+xml": FileType.XLSX,
    f"{FileType.PPTX}.main+xml": FileType.PPTX,
}
_MACROS = re.compile(r"macroenabled|vbaproject|/activex", re.IGNORECASE)
_PDF = re.compile(rb"%PDF-[12]\.[0-9]")
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|script|iframe|svg|\?php|!--)", re.IGNORECASE
)
_HEIF = re.compile(rb"....ftyp(?:he|mif1|msf1|avi)", re.DOTALL)
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"<?php", b"<%")


def recognized(file: BinaryIO) -> FileType:
    """Tell which document `file` holds. Raises `NotADocument`."""
    file.seek(0)
    head = file.read(HEAD)
    if _PDF.match(head):
        return _pdf(file)
    if head.startswith(ZIP):
        return _zipped(file)
    if head.startswith(COMPOUND_FILE):
        return _compound(file)
    raise NotADocument(stranger(head))


def stranger(head: bytes) -> Stranger:
    """Tell what a file is that begins with `head` and is no document."""
    if not head:
        return Stranger.EMPTY
    if head.startswith(_PROGRAMS):
        return Stranger.PROGRAM
    if markup := _MARKUP.search(head):
        return Stranger.DRAWING if b"<svg" in head[markup.start() :].lower() else Stranger.WEB_PAGE
    if head.startswith(ZIP):
        return Stranger.ARCHIVE
    if _is_text(head):
        return Stranger.TEXT
    return Stranger.PICTURE if _HEIF.match(head) else _by_its_magic(head)


def _by_its_magic(head: bytes) -> Stranger:
    try:
        media_type: str = puremagic.magic_string(head)[0].mime_type
    except (puremagic.PureError, ValueError, IndexError):
        return Stranger.UNKNOWN
    if media_type.startswith("image/"):
        return Stranger.PICTURE
    if media_type.startswith(("video/", "audio/")):
        return Stranger.RECORDING
    is_archive = re.search(r"zip|compressed|archive|rar|tar|lha|lzh", media_type)
    return Stranger.ARCHIVE if is_archive else Stranger.UNKNOWN


def _is_text(head: bytes) -> bool:
    """Tell whether `head` is text, though it may end within a character."""
    if re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", head):
        return False
    for encoding in ("utf-8", "cp932"):
        try:
            head.decode(encoding)
        except UnicodeDecodeError as reason:
            if len(head) - reason.start < 4 and len(head) == HEAD:  # noqa: PLR2004  # a character's octets
                return True
        else:
            return True
    return False


def _tail(file: BinaryIO, length: int) -> bytes:
    size = file.seek(0, SEEK_END)
    file.seek(max(0, size - length))
    return file.read(length)


def _pdf(file: BinaryIO) -> FileType:
    """Refuse a PDF that breaks off, and one that is an archive as well."""
    if b"%%EOF" not in _tail(file, 1024):
        raise NotADocument(Stranger.BROKEN)
    if _end_of_zip(file) is not None:
        raise NotADocument(Stranger.TWO_IN_ONE)
    return FileType.PDF


def _end_of_zip(file: BinaryIO) -> tuple[int, int, int, int] | None:
    """Find the record at the end of a zip file: parts, length and place of the directory, own place.

    It is found only where the file ends with it, so that what merely holds an archive is none.
    """
    tail = _tail(file, _END_OF_ZIP.size + 0xFFFF)
    start = file.seek(0, SEEK_END) - len(tail)
    at = len(tail)
    while (at := tail.rfind(b"PK\x05\x06", 0, at)) >= 0:
        if at + _END_OF_ZIP.size > len(tail):
            continue
        record = _END_OF_ZIP.unpack_from(tail, at)
        _, _, _, _, parts, length, place, comment = record
        if at + _END_OF_ZIP.size + comment == len(tail):
            return parts, length, place, start + at
    return None


def _zipped(file: BinaryIO) -> FileType:
    end = _end_of_zip(file)
    if end is None:
        raise NotADocument(Stranger.BROKEN)
    parts, length, place, at = end
    # Nothing stands before the first part, or between the directory and its end.
    if parts > MOST_PARTS or length > LARGEST_DIRECTORY or place + length != at:
        raise NotADocument(Stranger.ARCHIVE)
    try:
        with ZipFile(file) as archive:
            return _of_parts(archive)
    except NotADocument:
        raise
    except Exception as reason:  # a broken file breaks anywhere in what reads it
        raise NotADocument(Stranger.BROKEN) from reason


def _of_parts(archive: ZipFile) -> FileType:
    infos = archive.infolist()
    names = {info.filename for info in infos}
    if len(names) < len(infos) or sum(info.file_size for info in infos) > LARGEST_CONTENT:
        raise NotADocument(Stranger.ARCHIVE)
    if any(info.flag_bits & 1 for info in infos):
        raise NotADocument(Stranger.LOCKED)
    if _CONTENT_TYPES in names:
        return _ooxml(archive, names)
    if infos and infos[0].filename == _MIMETYPE and _MANIFEST in names:
        return _opendocument(archive, names)
    raise NotADocument(Stranger.ARCHIVE)


def _part(archive: ZipFile, name: str) -> bytes:
    """Unpack one part. Raises `BadZipFile` where it is far larger than any of its kind."""
    with archive.open(name) as part:
        content = part.read(LARGEST_LIST + 1)
    if len(content) > LARGEST_LIST:
        raise BadZipFile(name)
    return content


def _ooxml(archive: ZipFile, names: set[str]) -> FileType:
    """Tell which of Office's documents it is (ECMA-376, part 2: its parts and their types)."""
    types = {
        (element.get("PartName", "").removeprefix("/"), element.get("ContentType", ""))
        for element in ElementTree.fromstring(_part(archive, _CONTENT_TYPES))
    }
    if any(map(_MACROS.search, (*names, *(type_ for _, type_ in types)))):
        raise NotADocument(Stranger.MACROS)
    found = {_OOXML[type_] for name, type_ in types if type_ in _OOXML and name in names}
    if len(found) != 1:
        raise NotADocument(Stranger.OTHER_OFFICE)
    return found.pop()


def _opendocument(archive: ZipFile, names: set[str]) -> FileType:
    """Tell which OpenDocument it is (OASIS OpenDocument 1.3, part 2, 3.3: the first part says it)."""
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise NotADocument(Stranger.MACROS)
    if b"encryption-data" in _part(archive, _MANIFEST):
        raise NotADocument(Stranger.LOCKED)
    said = _part(archive, _MIMETYPE).decode("ascii", "replace").strip()
    if said not in {FileType.ODT, FileType.ODS, FileType.ODP} or "content.xml" not in names:
        raise NotADocument(Stranger.OTHER_OFFICE)
    return FileType(said)


_STREAMS = {
    "WordDocument": FileType.DOC,
    "Workbook": FileType.XLS,
    "Book": FileType.XLS,
    "PowerPoint Document": FileType.PPT,
}
_WITH_MACROS = {"Macros", "_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA"}
_WITH_A_PASSWORD = {"EncryptedPackage", "EncryptionInfo"}


def _compound(file: BinaryIO) -> FileType:
    """Tell which document of the older Office it is ([MS-CFB]: its directory names its streams)."""
    try:
        names = set(compoundfile.entries(file))
    except (struct.error, IndexError, ValueError) as reason:
        raise NotADocument(Stranger.BROKEN) from reason
    if names & _WITH_MACROS:
        raise NotADocument(Stranger.MACROS)
    if names & _WITH_A_PASSWORD:
        raise NotADocument(Stranger.LOCKED)
    found = {_STREAMS[name] for name in names if name in _STREAMS}
    if len(found) != 1:
        raise NotADocument(Stranger.OTHER_OFFICE)
    return found.pop()
