"""One text file of CMS's, on its own or inside a zip, as lines. Nothing is ever unpacked, and no line is held for long."""

from __future__ import annotations

import codecs
import hashlib
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from cptedu.errors import CpteduError

__all__ = ["CmsFile", "NotRecognisedError", "open_files", "safe_name"]

_CHUNK = 1 << 18
_LONGEST_LINE = 1_000_000
_LARGEST = 2_000_000_000  # a PTP part has some 50 MB
_MOST_MEMBERS = 500
_UNREADABLE = (
    *(OSError, EOFError, ValueError, TypeError, KeyError, IndexError, OverflowError, NotImplementedError),
    *(RuntimeError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, AttributeError),
)


class NotRecognisedError(CpteduError):
    """The file is none that is read."""


def safe_name(name: str) -> str:
    """Give the last part of a file's name with nothing in it that a page, a sheet or a terminal could take for an order.

    >>> safe_name("../x/<b>.csv")
    '_b_.csv'
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    return re.sub(r"[^A-Za-z0-9 ._()-]", "_", last)[:80].strip(" .") or "a file without a name"


@dataclass(frozen=True)
class CmsFile:
    """A text file that may be one of CMS's.

    Attributes:
        path: the file that the user gave.
        sha256: its checksum.
        member: its name inside the zip, where the given file is one.
        size: how many bytes it has, unpacked.
    """

    path: Path
    sha256: str = field(repr=False)
    member: str = ""
    size: int = 0

    @property
    def name(self) -> str:
        """Its own name, made safe to show."""
        return safe_name(self.member or self.path.name)

    @property
    def where(self) -> str:
        """Its name, and that of the zip around it."""
        return f"{self.name} in {safe_name(self.path.name)}" if self.member else self.name

    def head(self) -> bytes:
        """Give its first bytes."""
        with _readable(self.where), self._opened() as raw:
            return raw.read(_CHUNK)

    def lines(self, watch: Callable[[int], object], digest: hashlib._Hash | None = None) -> Iterator[str]:
        """Give its lines, however they end; bytes that are no UTF-8 are kept as they are.

        Args:
            watch: is told how many bytes were read since the last time.
            digest: takes up every byte.

        Yields:
            Each line, with its end.

        Raises:
            CpteduError: when it cannot be read, is no text, or has a line that no file of CMS's has.
        """
        text = codecs.getincrementaldecoder("utf-8-sig")("surrogateescape")
        decoder = io.IncrementalNewlineDecoder(text, translate=True)
        rest = ""
        with self._opened() as raw:
            while chunk := self._chunk(raw):
                watch(len(chunk))
                if digest is not None:
                    digest.update(chunk)
                *whole, rest = (rest + decoder.decode(chunk)).split("\n")
                if len(rest) > _LONGEST_LINE:
                    raise NotRecognisedError(
                        f"{self.where} has a line of more than a million letters; no file of CMS's has."
                    )
                for line in whole:
                    yield line + "\n"
        rest += decoder.decode(b"", final=True)
        if rest:
            yield rest

    def _chunk(self, raw: IO[bytes]) -> bytes:
        with _readable(self.where):
            chunk = raw.read(_CHUNK)
        if b"\0" in chunk:
            raise NotRecognisedError(
                f"{self.where} is no text file. Download it again, and take the .csv or .txt."
            )
        return chunk

    @contextmanager
    def _opened(self) -> Iterator[IO[bytes]]:
        with _readable(self.where):
            archive = zipfile.ZipFile(self.path) if self.member else None
            stream = archive.open(self.member) if archive else self.path.open("rb")
        try:
            yield stream
        finally:
            stream.close()
            if archive:
                archive.close()


def open_files(path: Path) -> tuple[CmsFile, ...]:
    """Look at a file that the user gave.

    Args:
        path: a text file, or a zip as CMS publishes it.

    Returns:
        The file, or each file in the zip.

    Raises:
        CpteduError: when it is not there, is no plain file, or is a zip that cannot be read.
    """
    name = safe_name(path.name)
    try:
        is_file, is_folder = path.is_file(), path.is_dir()
    except (OSError, ValueError):
        is_file = is_folder = False
    if is_folder:
        raise CpteduError(
            f"{name} is a folder. Give the files in it, such as {name}/PPRRVU2026_Jul_nonQPP.csv."
        )
    if not is_file:
        raise CpteduError(
            f"There is no file {path.name!r} where you said. Give its whole name, with the folder that it is in;"
            " in most windows you can also drag the file onto this one."
        )
    with _readable(name):
        digest = _digest(path)
        if not zipfile.is_zipfile(path) or _is_workbook(path):
            return (CmsFile(path, digest, size=path.stat().st_size),)
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
    return tuple(_member(path, digest, one) for one in _checked(name, members))


def _member(path: Path, digest: str, info: zipfile.ZipInfo) -> CmsFile:
    return CmsFile(path, digest, info.filename, info.file_size)


def _checked(name: str, members: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    if len(members) > _MOST_MEMBERS:
        raise CpteduError(f"{name} holds {len(members)} files; no zip of CMS's does. Nothing was read.")
    for one in members:
        if one.flag_bits & 1:
            raise CpteduError(
                f"{name} is locked with a password. The zips of CMS are not; download it again."
            )
        if one.file_size > _LARGEST:
            raise CpteduError(
                f"{safe_name(one.filename)} in {name} would unpack to more than 2 GB; no file of CMS's does."
                " Nothing was read."
            )
    return members


def _is_workbook(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        return "[Content_Types].xml" in archive.namelist()


def _digest(path: Path) -> str:
    if path.stat().st_size > _LARGEST:
        raise CpteduError(
            f"{safe_name(path.name)} has more than 2 GB; no file of CMS's does. Nothing was read."
        )
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def _readable(name: str) -> Iterator[None]:
    """Say in plain words that a file cannot be read, whatever is wrong with it."""
    try:
        yield
    except CpteduError:
        raise
    except _UNREADABLE as problem:
        why = getattr(problem, "strerror", None) or safe_name(str(problem)) or type(problem).__name__
        raise CpteduError(f"{name} cannot be read ({why}). Download it again.") from None
