"""Files from a stranger: nothing in them is carried out, unpacked, or kept as anything but a number or a plain word."""

import csv
import io
import os
import struct
import tracemalloc
import zipfile
from hashlib import sha256

import made_cms_files as made
import pytest

from cptedu.cms_files import source_file, store
from cptedu.cms_files.source_file import safe_name
from cptedu.errors import CpteduError
from cptedu.facts.tables import own_trouble, rows, shipped_rows


def place(name):
    return made.gpci(rows=[f'15202,OH,00,"{name}",0.9,1.100,0.900,1.200'])


@pytest.mark.parametrize(
    "name",
    [
        "=cmd|' /C calc'!A0",
        "+1",
        "-1+1",
        "@SUM(1)",
        "<script>alert(1)</script>",
        "a\tb",
        "\u202etxt",
        '""x""',
        "x" * 5000,
    ],
)
def test_a_localitys_name_becomes_plain_words(update, tmp_path, name):
    try:
        update(
            *made.laid(tmp_path, {"GPCI2027.csv": place(name.encode("cp1252", "replace").decode("cp1252"))})
        )
    except CpteduError:
        return
    (row,) = store.read_kept().tables["gpci.csv"]
    assert not row["name"].startswith(("=", "+", "-", "@", "\t"))
    assert not set(row["name"]) & set('<>"=|!@\t\n')
    assert len(row["name"]) <= 120


@pytest.mark.parametrize("cell", ["9" * 200_000, '"' + "x\n" * 100_000 + '"', "x" * 3_000_000])
def test_a_huge_cell_is_refused_and_not_held(update, tmp_path, cell):
    with pytest.raises(CpteduError, match="line"):
        update(*made.laid(tmp_path, {"x_QPP.csv": made.rvu(more=[f"97112,,{cell},A"])}))
    assert store.read_kept().sources == {}


@pytest.mark.parametrize("where", ["head", "rows"])
def test_a_byte_of_zero_is_refused(update, tmp_path, where):
    content = made.rvu(more=[] if where == "head" else ["99998,,x"] * 60_000)
    content = b"\0" + content if where == "head" else content + b"\0"
    with pytest.raises(CpteduError, match=r"is no text file|columns where"):
        update(*made.laid(tmp_path, {"x_QPP.csv": content}))


def test_a_zip_that_unpacks_to_more_than_any_file_of_cms_is_not_opened(update, tmp_path, monkeypatch):
    monkeypatch.setattr(source_file, "_LARGEST", 100_000)
    bomb = made.zipped(tmp_path / "bomb.zip", {"x_QPP.csv": b"0" * 5_000_000})
    assert bomb.stat().st_size < 10_000
    with pytest.raises(CpteduError, match="would unpack to more than 2 GB"):
        update(bomb)


def test_a_zip_that_lies_about_its_size_is_refused(update, tmp_path):
    path = made.zipped(
        tmp_path / "lie.zip", {"MUE_2027Q1.csv": made.mue() + b"99998,1,1 Line Edit,x\r\n" * 50_000}
    )
    content = bytearray(path.read_bytes())
    told = struct.pack("<L", zipfile.ZipFile(path).infolist()[0].file_size)
    for _ in range(content.count(told)):
        at = content.index(told)
        content[at : at + 4] = struct.pack("<L", 500)
    path.write_bytes(content)
    with pytest.raises(CpteduError, match="lie"):
        update(path)


def test_a_bomb_of_empty_rows_takes_no_memory(update, tmp_path):
    path = made.zipped(tmp_path / "rows.zip", {"MUE_2027Q1.csv": made.mue() + b"\r\n" * 200_000})
    tracemalloc.start()
    update(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12_000_000


def test_a_zip_of_very_many_files_is_refused(update, tmp_path):
    with pytest.raises(CpteduError, match="holds 501 files"):
        update(made.zipped(tmp_path / "many.zip", {f"{n}.csv": b"" for n in range(501)}))


@pytest.mark.parametrize(
    "name", ["../../MUE_2027Q1.csv", "/etc/MUE_2027Q1.csv", "C:\\x\\MUE_2027Q1.csv", "a/b/MUE_2027Q1.csv"]
)
def test_a_path_in_a_zip_leads_nowhere(update, own_folder, tmp_path, name):
    (outcome,) = update(made.zipped(tmp_path / "x.zip", {name: made.mue()}))
    assert outcome.reading.file.where == "MUE_2027Q1.csv in x.zip"
    there = {path.name for path in tmp_path.iterdir()}
    assert there == {"x.zip", own_folder.parents[1].name}


def test_a_link_in_a_zip_is_not_followed(update, tmp_path):
    secret = made.laid(tmp_path, {"GPCI2027.csv": made.gpci()})[0]
    link = zipfile.ZipInfo("GPCI2027.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "link.zip", "w") as archive:
        archive.writestr(link, str(secret))
    with pytest.raises(CpteduError, match=r"GPCI2027\.csv in link\.zip"):
        update(tmp_path / "link.zip")


def test_a_locked_zip_is_refused(update, tmp_path):
    path = made.zipped(tmp_path / "locked.zip", {"MUE_2027Q1.csv": made.mue()})
    content = path.read_bytes().replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
    path.write_bytes(content)
    with pytest.raises(CpteduError, match="locked with a password"):
        update(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files on this system")
def test_what_is_no_plain_file_is_not_waited_for(update, tmp_path):
    os.mkfifo(tmp_path / "x.csv")
    with pytest.raises(CpteduError, match="There is no file"):
        update(tmp_path / "x.csv")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("<img src=x onerror=alert(1)>.csv", "_img src_x onerror_alert(1)_.csv"),
        ("=1+1.csv", "_1_1.csv"),
        ("a\x1b[31mb\n.csv", "a__31mb_.csv"),
        ("x" * 500, "x" * 80),
        ("..", "a file without a name"),
    ],
)
def test_a_files_name_is_shown_without_anything_that_could_be_an_order(name, shown):
    assert safe_name(name) == shown


def test_every_cell_that_is_kept_is_a_number_a_day_or_a_plain_word(update, own_folder, tmp_path):
    update(*made.laid(tmp_path, made.all_four()))
    for path in own_folder.rglob("*.csv"):
        for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8"))):
            assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


def test_a_day_that_is_none_in_the_users_own_rows_is_told_with_its_line_and_the_shipped_tables_answer(
    update, own_folder, forget, tmp_path
):
    update(*made.laid(tmp_path, {"GPCI2027.csv": place("Ohio")}))
    (pointer,) = own_folder.glob("held.toml")
    said = pointer.read_text("utf-8")
    (table,) = own_folder.glob("*/gpci.csv")
    before = table.read_bytes()
    after = before.replace(b"2027-12-31", b"2027-11-31")
    assert after != before
    table.write_bytes(after)
    pointer.write_text(said.replace(sha256(before).hexdigest(), sha256(after).hexdigest()), "utf-8")
    forget()
    trouble = own_trouble()
    assert "gpci.csv, line 2: effective_to = '2027-11-31' is not a date" in trouble
    assert rows("gpci.csv") == shipped_rows("gpci.csv")
