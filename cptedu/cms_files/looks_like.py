"""What a file that is refused looks like, and which file to take instead."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cptedu.cms_files.source_file import CmsFile

__all__ = ["ACCEPTED", "by_its_first_bytes", "in_words"]

ACCEPTED = (
    "cptedu reads four kinds of CMS's files: relative values (PPRRVU….csv), local indices (GPCI….csv), the practitioners'"
    " PTP edits (ccipra-….txt, four parts) and the practitioners' unit limits (MCR_MUE_PractitionerServices….csv);"
    " also in the zip in which CMS publishes them"
)


def by_its_first_bytes(file: CmsFile) -> str:
    """Say what a file is that no reader is tried on, and what to take instead; empty when it may be a table."""
    start = file.head()
    if start.startswith((b"PK", b"\xd0\xcf\x11\xe0")) or file.name.lower().endswith((".xlsx", ".xls")):
        return (
            "is an Excel workbook. Take the .csv beside it in CMS's zip, or for PTP edits the .txt;"
            " or give the zip itself"
        )
    if start.startswith(b"%PDF"):
        return "is a PDF document. Take the .csv beside it in CMS's zip, or give the zip itself"
    if start.lstrip()[:1] == b"<":
        return "is a web page, perhaps the one that asks to accept the licence. Accept it, and save the file behind it"
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "was saved in another form, as Unicode text. Take the file as it is in CMS's zip"
    if start.startswith((b"HDR", b"\xef\xbb\xbfHDR")):
        return (
            "has columns of fixed width, without a header. Take the file that ends in .csv from the same zip, such as"
            " PPRRVU2026_Jul_nonQPP.csv; or give the zip itself"
        )
    return "is empty. Download it again" if not start.strip() else ""


def in_words(lines: Sequence[str]) -> str:
    """Say what a text without a known header looks like, and what to take instead."""
    given = " ".join(" ".join(lines).split())
    text = given.upper()
    if "SERVICES MUE VALUES" in text:
        return (
            "holds the unit limits of hospitals or suppliers. Take those of practitioners, such as"
            " MCR_MUE_PractitionerServices_Eff_10-01-2026.csv"
        )
    if "PW GPCI" in text and "WITHOUT 1.0 FLOOR" in text and "WITH 1.0 FLOOR" not in text:
        return "has the work index without the floor of 1.0 only, and Medicare pays with it. Take CMS's newer file"
    if "GPCI" in text or "RELATIVE VALUE FILE" in text:
        return (
            "speaks of relative values or local indices, but has no header that is known, perhaps because its columns have a"
            " fixed width. Take the file that ends in .csv from the same zip, or give the zip itself"
        )
    begins = re.sub(r"[^A-Za-z0-9 .,;:()/_-]", " ", given)[:60].strip()
    return f"has no header that is known{f'; it begins with {begins!r}' if begins else ''}"
