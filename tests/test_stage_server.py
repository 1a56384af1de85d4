"""``cptedu present``: slides on this computer alone, for those with the token, and gone when they are stopped."""

import psutil
from click.testing import CliRunner

from cptedu.app import cli
from cptedu.learn.deck import seminar_deck


def test_a_deck_that_is_not_there_is_said_plainly_and_nothing_is_started(tmp_path):
    result = CliRunner().invoke(cli.main, ["present", str(tmp_path / "mine.toml"), "--folder", str(tmp_path)])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "mine.toml cannot be read: No such file or directory" in result.stderr
    assert not (tmp_path / ".cptedu").exists()


def test_a_deck_that_is_none_is_said_plainly(tmp_path):
    (tmp_path / "mine.toml").write_text("title = 3")
    result = CliRunner().invoke(cli.main, ["present", str(tmp_path / "mine.toml"), "--folder", str(tmp_path)])
    assert result.exit_code == 2
    assert "mine.toml, line 1: title = 3 will not do; write text in quotation marks." in result.stderr


def test_the_slides_are_for_those_with_the_token_and_ctrl_c_stops_all_of_it(start_course, tmp_path):
    deck = tmp_path / "mine.toml"
    case = seminar_deck().parent / "seminar" / "02_measured.toml"
    deck.write_text(
        f'title = "My own deck"\n[[case]]\nfile = "{case.as_posix()}"\n[[case]]\nfile = "gone.toml"\n'
    )
    slides = start_course("present", str(deck), "--no-browser").wait_until_open()
    mistake, where, how = slides.said.splitlines()
    assert mistake.startswith("With a mistake: gone.toml. Each such slide says what to write instead")
    assert where == f"The slides are open at http://127.0.0.1:{slides.port}/?token={slides.token}"
    assert how.startswith("To stop it, press Ctrl-C")
    assert len(slides.token) >= 32

    for path in ("/", "/?token=wrong"):
        status, page = slides.ask("GET", path, token="wrong")
        assert status in (302, 403)
        assert "My own deck" not in str(page)
    nobody = "/api/kernels/00000000-0000-0000-0000-000000000000"
    assert slides.ask("GET", nobody, token="wrong")[0] == 403
    assert slides.ask("GET", nobody)[0] == 404

    status, page = slides.ask("GET", "/")
    assert status == 200
    assert "<title>Live demonstration</title>" in page
    assert "My own deck" in page
    assert "https://" not in page.partition("application/json")[0]

    started = psutil.Process(slides.process.pid).children(recursive=True)
    listening = {
        link.laddr.ip for one in started for link in one.net_connections("inet") if link.status == "LISTEN"
    }
    assert listening == {"127.0.0.1"}
    assert slides.token not in " ".join(word for one in started for word in one.cmdline())

    second = start_course("present", str(deck), "--no-browser", home=slides.home).wait_until_open()
    assert second.port != slides.port
    assert second.ask("GET", nobody)[0] == slides.ask("GET", nobody)[0] == 404, (
        "two talks at once, each with its own token"
    )
    assert second.stop() == 0

    assert slides.stop() == 0
    assert slides.said.splitlines()[3:] == ["Goodbye. The slides have stopped."]
    assert slides.complained == ""
    assert psutil.wait_procs(started, timeout=5)[1] == []
