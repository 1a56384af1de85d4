"""``cptedu present``: slides on this computer alone, for those with the token, and gone when they are stopped."""

import asyncio
import socket
import sys
import time
from types import SimpleNamespace

import psutil
import pytest
from click.testing import CliRunner

from cptedu.app import cli, opening
from cptedu.app.local_server import LocalServer
from cptedu.app.stage_kernels import StageKernels
from cptedu.errors import CpteduError
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
    mistake, where, own, how = slides.said.splitlines()
    assert mistake.startswith("With a mistake: gone.toml. Each such slide says what to write instead")
    assert where == f"The slides are open at http://127.0.0.1:{slides.port}/?token={slides.token}"
    presenters = "/voila/static/presenter.html"
    assert own == f"Your own window, with notes and votes: http://127.0.0.1:{slides.port}{presenters}"
    status, page = slides.ask("GET", presenters)
    assert status == 200
    assert "My own deck" not in page
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

    command = psutil.Process(slides.process.pid)
    assert command.net_connections("inet") == [], "without --audience nothing but the slides is served"
    started = command.children(recursive=True)
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
    assert slides.said.splitlines()[4:] == ["Goodbye. The slides have stopped."]
    assert slides.complained == ""
    assert psutil.wait_procs(started, timeout=60)[1] == []


class EndsAt:
    """A server that ends by itself at certain times, told by a clock that no test waits for."""

    def __init__(self, monkeypatch, *lives):
        self.lives, self.now, self.starts = list(lives), 0.0, 1
        self.ends = self.lives.pop(0)
        monkeypatch.setattr(opening.time, "monotonic", lambda: self.now)
        monkeypatch.setattr(opening.time, "sleep", self.pass_by)

    def pass_by(self, seconds):
        self.now += seconds

    @property
    def is_running(self):
        return self.now < self.ends

    ended_well = False

    def wait_until_ready(self, _is_called_off):
        return True

    def start_again(self):
        self.starts += 1
        self.ends = self.now + self.lives.pop(0)

    def failure(self):
        return CpteduError("it ended")


def test_slides_whose_program_ends_start_again_and_what_ends_at_once_is_said(monkeypatch, capsys):
    server = EndsAt(monkeypatch, 100, 200, 3)
    with pytest.raises(CpteduError, match="it ended"):
        opening._serve(server, (), lambda: False, browser=False, comes_back=True)
    assert server.starts == 3
    assert capsys.readouterr().out.count("start again. Press F5") == 2


class EndsAtOnce(LocalServer):
    """A server that says how often it was started, and ends."""

    starts = 0

    def settings(self):
        return {}

    def command(self):
        self.starts += 1
        return [sys.executable, "-c", f"print('fault {self.starts}'); raise SystemExit(3)"]

    def is_ready(self):
        return False


def test_what_a_server_said_before_it_was_started_again_is_still_in_its_log(tmp_path):
    with EndsAtOnce(tmp_path / "home") as server:
        for _ in range(2):
            server._process.wait(30)
            server.start_again()
        server._process.wait(30)
        assert server.home.log.read_text().splitlines() == ["fault 1", "fault 2", "fault 3"]
        assert "It last said: fault 3" in str(server.failure())


class ListensLate(LocalServer):
    """A server that takes up its port only when it is told to, as one does that imports for seconds."""

    def settings(self):
        return {}

    def command(self):
        waits = "import http.server, pathlib, time\nwhile not pathlib.Path('go').exists(): time.sleep(0.05)\n"
        serves = f"http.server.HTTPServer(('127.0.0.1', {self.port}), http.server.SimpleHTTPRequestHandler)"
        return [sys.executable, "-c", f"{waits}{serves}.serve_forever()"]

    def is_ready(self):
        return self.answer("GET", "/") != 0


@pytest.mark.skipif(sys.platform != "linux", reason="Other systems let no two programs have one port.")
def test_the_port_of_a_server_is_given_to_nobody_else_while_it_starts_and_before_it_starts_again(tmp_path):
    def another_is_given_it():
        with socket.socket() as other:
            try:
                other.bind(("127.0.0.1", server.port))
            except OSError:
                return False
            return True

    def answers():
        until = time.monotonic() + 60
        while not server.is_ready() and server.is_running and time.monotonic() < until:
            time.sleep(0.05)
        return server.is_ready()

    with ListensLate(tmp_path / "home") as server:
        for _ in range(2):
            assert not another_is_given_it()
            (server.home.folder / "go").touch()
            assert answers()
            server.stop()
            assert not another_is_given_it()
            (server.home.folder / "go").unlink()
            server.start_again()


@pytest.mark.parametrize("comes_back", [True, False])
def test_a_server_that_is_stopped_or_is_none_of_the_slides_is_not_started_again(monkeypatch, comes_back):
    server = EndsAt(monkeypatch, 100)
    if comes_back:
        opening._serve(server, (), lambda: server.now > 50, browser=False, comes_back=True)
    else:
        with pytest.raises(CpteduError):
            opening._serve(server, (), lambda: False, browser=False)
    assert server.starts == 1


class Pool(StageKernels):
    """What Voilà makes of the kernels, with slides made ready by hand."""

    def __init__(self, *alive):
        made = [
            SimpleNamespace(poll=lambda is_alive=is_alive: None if is_alive else -9) for is_alive in alive
        ]
        self.kernels = {
            str(n): SimpleNamespace(provisioner=SimpleNamespace(process=one)) for n, one in enumerate(made)
        }
        self.filled, self.ended_ones, self._pools = 0, [], {}

    def __contains__(self, kernel_id):
        return kernel_id in self.kernels

    def get_kernel(self, kernel_id):
        return self.kernels[kernel_id]

    def get_pool_size(self, notebook_name):
        return len(self._pools[notebook_name])

    def fill_if_needed(self, *, notebook_name):
        self.filled += 1

    async def shutdown_kernel(self, kernel_id, *, now):
        self.ended_ones.append(kernel_id)


@pytest.mark.parametrize("alive", [(True,), (False,), (True, False), (False, False)])
def test_slides_that_were_made_ready_are_given_to_no_page_once_their_kernel_has_ended(alive):
    async def ask():
        pool = Pool(*alive)
        pool._pools["x"] = [
            asyncio.ensure_future(asyncio.sleep(0, {"kernel_id": str(n)})) for n in range(len(alive))
        ]
        waiting = asyncio.ensure_future(asyncio.sleep(60))
        pool._pools["x"].append(waiting)
        await asyncio.sleep(0.01)
        assert pool.get_pool_size("x") == sum(alive) + 1, "what is still being made ready counts"
        await asyncio.sleep(0.01)
        waiting.cancel()
        return pool

    pool = asyncio.run(ask())
    assert pool.ended_ones == [str(n) for n, is_alive in enumerate(alive) if not is_alive]
    assert pool.filled == (0 if all(alive) else 1)
