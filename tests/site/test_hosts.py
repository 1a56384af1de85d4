"""What a web host must do: each fault has its own sentence, and a host that does all has none."""

import json
import re
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from web_hosts import FAULTS, OPENER, OWN, POLICY, lay, served

from cptedu.app.cli import main
from cptedu.app.live import parts_for_jupyter
from cptedu.app.site import hosts, kept
from cptedu.app.site.wheels import named_by_content
from cptedu.errors import CpteduError


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("host") / "course"
    lay(place)
    return place


@pytest.fixture(autouse=True)
def _without_a_pause(monkeypatch):
    monkeypatch.setattr(hosts, "_PAUSE", 0)


@pytest.mark.parametrize(
    "types", [{}, {".mjs": "application/javascript"}, {".mjs": "text/javascript; charset=utf-8"}]
)
def test_a_host_that_does_all_has_no_fault(folder, types):
    with served(folder, types=types) as address:
        assert hosts.faults(address) == hosts.faults(f"{address}/") == []


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_of_a_host_is_said_and_no_other(folder, name):
    how, says = FAULTS[name]
    with served(folder, **how) as address:
        (told,) = hosts.faults(address)
    assert says in told


ALL_MAY_RUN = "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:"


@pytest.mark.parametrize(
    "says",
    ["frame-ancestors 'self'", ALL_MAY_RUN, f"{ALL_MAY_RUN}, frame-ancestors 'self'", ALL_MAY_RUN.upper()],
)
def test_a_policy_under_which_the_pages_run_is_no_fault(folder, says):
    with served(folder, headers={POLICY: says}) as address:
        assert hosts.faults(address) == []


@pytest.mark.parametrize(
    "says",
    [
        f"{ALL_MAY_RUN}, default-src 'self'",
        f"frame-ancestors 'self', {ALL_MAY_RUN} 'nonce-r4nd0m'",
        f"{ALL_MAY_RUN} 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
        f"script-src 'self'; {ALL_MAY_RUN}",
    ],
)
def test_a_policy_that_stands_behind_another_or_names_a_script_keeps_the_pages_from_running(folder, says):
    with served(folder, headers={POLICY: says}) as address:
        assert hosts.faults(address) == [hosts.POLICY]


NO_ANSWERS = [0, 429, 500, 502, 503, 504]


@pytest.mark.parametrize("status", NO_ANSWERS)
def test_a_host_that_is_busy_is_asked_once_more_and_then_not_blamed(folder, status):
    looked_at = ["lab/index.html", "jupyter-lite.json", OWN, kept.FILES, "build/a lesson.bin"]
    for path in looked_at:
        part = path.replace(" ", "%20")
        with served(folder, answers={part: [status]}) as address:
            assert hosts.faults(address) == []
        with served(folder, answers={part: [status, status]}) as address:
            assert hosts.faults(address) == [hosts.NOT_LOOKED_AT.format(path=path)]


@pytest.mark.parametrize("status", [403, 404, 410])
def test_a_host_that_refuses_a_file_is_believed_at_once(folder, status):
    with served(folder, answers={"a%20lesson": [status]}) as address:
        assert hosts.faults(address) == [hosts.NOT_AS_BUILT.format(path="build/a lesson.bin")]
    with served(folder, answers={".whl": [status]}) as address:
        (told,) = hosts.faults(address)
    assert "does not give out .whl files" in told


def test_what_is_not_as_built_is_told_beside_what_could_not_be_looked_at(tmp_path):
    lay(tmp_path)
    (tmp_path / "another.bin").write_bytes(b"y")
    for path in (kept.FILES, hosts._LOOKED_AT):
        (tmp_path / path).unlink()
    written = kept.list_of_files(tmp_path)
    (tmp_path / kept.FILES).write_bytes(written)
    (tmp_path / hosts._LOOKED_AT).write_bytes(hosts.what_to_look_at("b1", OWN, named_by_content(written)))
    (tmp_path / "another.bin").write_bytes(b"z")
    with served(tmp_path, answers={"a%20lesson": [503, 503]}) as address:
        told = hosts.faults(address.replace("course", tmp_path.name))
    assert told == [
        hosts.NOT_AS_BUILT.format(path="another.bin"),
        hosts.NOT_LOOKED_AT.format(path="build/a lesson.bin"),
    ]


def test_a_host_that_is_gone_is_not_waited_for_once_for_each_file():
    paths = [f"{number}.bin" for number in range(100)]
    written = json.dumps({"files": dict.fromkeys(paths, "a mark")}).encode()
    asked = []

    def read(path):
        if path == kept.FILES:
            return written
        asked.append(path)
        raise hosts._NotToldError

    told = list(hosts._changed(read, {"files": named_by_content(written)}))
    assert told == [hosts.NOT_LOOKED_AT.format(path="0.bin") + " 99 more of its files could not, either."]
    assert len(asked) < 20


def test_one_of_the_two_headers_alone_does_no_harm(folder):
    with served(folder, headers={OPENER: "same-origin"}) as address:
        assert hosts.faults(address) == []


def test_a_host_that_gives_out_files_and_does_not_tell_of_them_alone_has_no_fault_of_its_own(folder):
    with served(folder, tells=False) as address:
        assert hosts.faults(address) == []
    with served(folder, tells=False, refused=(".whl",)) as address:
        assert len(hosts.faults(address)) == 1


def test_plain_http_is_said_but_on_this_computer(folder, monkeypatch):
    monkeypatch.setattr(hosts, "_AT_HOME", ("elsewhere",))
    with served(folder) as address:
        assert hosts.faults(address) == [hosts.PLAIN_HTTP]


def test_where_nobody_answers_or_there_is_no_site_it_is_said(folder, tmp_path):
    with (
        served(folder, refused=("site.json",)) as address,
        pytest.raises(CpteduError, match="There is no site"),
    ):
        hosts.faults(address)
    with pytest.raises(CpteduError, match="There is no site"):
        hosts.faults("http://127.0.0.1:9/")
    with (
        served(folder, answers={"site.json": [503, 503]}) as address,
        pytest.raises(CpteduError, match="nobody answers there"),
    ):
        hosts.faults(address)
    with (
        served(folder, refused=(".json", "index.html")) as address,
        pytest.raises(CpteduError, match="no site"),
    ):
        hosts.faults(address)
    with pytest.raises(CpteduError, match="holds no site"):
        hosts.faults(str(tmp_path))


def test_the_command_says_what_is_wrong_and_fails(folder):
    with served(folder, refused=(".whl",)) as address:
        ran = CliRunner().invoke(main, ["site", "--check", address])
    assert (ran.exit_code, ran.output) == (
        1,
        "This host does not give out .whl files. Ask that it does; they hold the course's own code.\n",
    )
    well = CliRunner().invoke(main, ["site", "--check", str(folder)])
    assert (well.exit_code, well.output) == (0, "The course will start there.\n")
    assert "cptedu site FOLDER" in CliRunner().invoke(main, ["site"]).output


def test_a_copy_without_a_file_is_told(folder, tmp_path):
    held = json.loads(hosts.what_to_look_at("b1", OWN, "f1"))
    (tmp_path / "cptedu").mkdir()
    (tmp_path / hosts._LOOKED_AT).write_text(json.dumps(held))
    told = hosts.faults(str(tmp_path))
    wanted = [*hosts._PAGES, *(one["path"] for one in held["looked_at"])]
    assert [one.partition(" ")[0] for one in told] == wanted


def test_a_copy_that_is_not_as_it_was_built_is_told(tmp_path):
    lay(tmp_path)
    assert hosts.faults(str(tmp_path)) == []
    (tmp_path / "lab/index.html").write_bytes(b"a host may write into a page")
    assert hosts.faults(str(tmp_path)) == []
    (tmp_path / OWN).write_bytes(b"x\n")  # as a program leaves it that copies as text
    (told,) = hosts.faults(str(tmp_path))
    assert told == hosts.NOT_AS_BUILT.format(path=OWN)
    (tmp_path / "build/a lesson.bin").unlink()
    (told,) = hosts.faults(str(tmp_path))
    assert told.startswith("build/a lesson.bin ")
    assert told.endswith(" 1 more of its files does not, either.")
    (tmp_path / kept.FILES).write_bytes(b"{")
    (told,) = hosts.faults(str(tmp_path))
    assert told.startswith("cptedu/files.json ")


def test_the_site_brings_along_every_sentence_that_its_first_page_may_have_to_say():
    held = json.loads(hosts.what_to_look_at("b1", OWN, "f1"))
    page = parts_for_jupyter()[0] / "labextensions/cptedu-live/static/course/host.js"
    asked = re.search(r"const \{ (.+) \} = await reply\.json", page.read_text(encoding="utf-8"))
    names = {one.partition(":")[0] for one in asked[1].split(", ")}
    asked = re.search(r"const \[\{ (.+?) \}, ", page.read_text(encoding="utf-8"))
    assert {one.partition(":")[0] for one in asked[1].split(", ")} == {"not_as_built", "not_looked_at"}
    assert {"not_as_built", "not_looked_at"} <= set(held)
    assert {"plain_http", "isolated", "keeps_nothing", "looked_at"} <= names <= set(held)


def test_both_kinds_of_server_are_told_the_types_that_are_looked_for():
    looked_at = {one["kind"]: set(one["types"]) for one in hosts._KINDS if one["types"]}
    apache = {
        kind: name
        for line in hosts.beside()[".htaccess"].splitlines()
        if line.startswith("AddType ")
        for _, name, *kinds in [line.split()]
        for kind in kinds
    }
    windows = {
        one.get("fileExtension"): one.get("mimeType")
        for one in ElementTree.fromstring(hosts.beside()["web.config"].encode()).iter("mimeMap")
    }
    for told in (apache, windows):
        assert all(told[kind] in types for kind, types in looked_at.items())
        assert {one["kind"] for one in hosts._KINDS} - {".zip", ""} <= set(told)
