"""Votes from phones: one for each phone and question, told when the vote is closed, and nothing without the code."""

import http.client
import importlib.util
import re
import socket
import time
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from click.testing import CliRunner

from cptedu.app import cli
from cptedu.app.audience import RoomServer, place_named, room_server
from cptedu.app.audience.ballots import MOST_PHONES, Ballots, Question
from cptedu.app.audience.phone_page import phone_page
from cptedu.app.audience.room_server import WrongCodes
from cptedu.errors import CpteduError
from cptedu.learn.deck import PHONES, Deck, Heard, load_deck, seminar_deck, typed_slide
from cptedu.widgets.presentation import Presentation

DECK = load_deck(seminar_deck())
FIRST, SECOND = DECK.slides[:2]
IN_WORDS = """
title = "May <b>it</b> be billed?"
question = "Is \\"it\\" <script>alert(1)</script> & billed?"
choices = ["Yes <img src=x>", "No"]
answer = 2
[visit]
date_of_service = 2026-03-04
payer = "medicare"
adjusted = ["C5"]
"""


def benchmark():
    spec = importlib.util.spec_from_file_location(
        "audience", Path(__file__).parent / "benchmarks" / "audience.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def room():
    with RoomServer(place_named("127.0.0.1")) as held:
        yield held


class Phone:
    """A phone of the room: it opens the page, and keeps its cookie."""

    def __init__(self, room, cookie=""):
        self.where, self.cookie = urlsplit(room.address), cookie
        self.headers = {}

    def ask(self, method="GET", path=None, body=None):
        line = http.client.HTTPConnection(self.where.hostname, self.where.port, timeout=60)
        sent = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        line.request(method, self.where.path if path is None else path, body, sent)
        answer = line.getresponse()
        self.headers = dict(answer.getheaders())
        said = answer.read().decode()
        line.close()
        given = self.headers.get("Set-Cookie", "")
        self.cookie = given.partition(";")[0] or self.cookie
        return answer.status, said

    @property
    def page(self):
        return self.ask()[1]

    @property
    def key(self):
        return re.search(r'name="question" value="(.*?)"', self.page)[1]

    def vote(self, choice, key=None):
        body = urlencode({"question": self.key if key is None else key, "choice": choice})
        status, _ = self.ask("POST", body=body)
        return status


def show(room, slide, at=1, *, is_open=True, leads=True, phones=None):
    return (phones or room.phones).ask(at, 10, slide, is_open=is_open, leads=leads)


def test_a_phone_votes_and_changes_its_vote_until_it_is_closed_and_only_then_is_it_told(room):
    one, other = Phone(room), Phone(room)
    assert "Wait for the next question" in one.page
    talk = room.phones
    assert show(room, FIRST, phones=talk) == Heard(0, None)
    read = re.sub(r'<span class="code">([^<]*)</span>', r"\1", one.page)
    assert all(f"<span>{choice.words}</span>" in read for choice in FIRST.choices)
    assert (one.vote(0), other.vote(1), one.vote(3)) == (303, 303, 303)
    assert "You chose D. You can change it" in one.page
    assert show(room, FIRST, phones=talk) == Heard(2, None)
    assert show(room, FIRST, is_open=False, phones=talk) == Heard(2, (0, 1, 0, 1))
    key = one.ask(path=f"{one.where.path}/now")[1].partition(".")[0]
    one.vote(0, key)
    assert "The vote is closed. You chose D. Look at the screen." in one.page
    assert one.page.count(" disabled") == len(FIRST.choices)
    # Whoever takes the line back has shown it: the vote stays closed.
    assert show(room, FIRST, phones=talk) == Heard(2, (0, 1, 0, 1))


def test_a_vote_that_comes_too_late_is_not_one_for_the_next_question_and_votes_wait_where_they_were_given(
    room,
):
    phone, talk = Phone(room), room.phones
    show(room, FIRST, phones=talk)
    before = phone.key
    phone.vote(2)
    show(room, SECOND, 2, phones=talk)
    assert phone.vote(0, before) == 303
    assert show(room, SECOND, 2, is_open=False, phones=talk) == Heard(0, (0,) * len(SECOND.choices))
    assert show(room, None, 0, phones=talk).voted == 0
    assert "Wait for the next question" in phone.page
    assert show(room, FIRST, phones=talk) == Heard(1, None)
    assert 'aria-pressed="true"><b>C</b>' in phone.page


def test_slides_that_nobody_moves_change_nothing_for_the_phones(room):
    phone, moved, left_open = Phone(room), room.phones, room.phones
    show(room, FIRST, phones=left_open)
    show(room, SECOND, 2, phones=moved)
    key = phone.key
    # Another page of the same talk, left at the first case with all revealed, still asks whether anybody is there.
    for slide, at in ((FIRST, 1), (SECOND, 2)):
        show(room, slide, at, is_open=False, leads=False, phones=left_open)
    assert phone.key == key
    assert phone.vote(1) == 303
    assert show(room, SECOND, 2, leads=False, phones=left_open) == Heard(1, None)


@pytest.mark.parametrize(
    "path",
    ["/", "/abcdef", "/abcdef/now", "/{code}x", "/x{code}", "/{short}", "/{code}/then", "//{code}", "/slide"],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_without_the_code_nothing_is_read(room, method, path):
    show(room, FIRST)
    stranger = Phone(room)
    where = path.format(code=room.code, short=room.code[:-1])
    assert stranger.ask(method, where, body="") == (404, "Nothing is here. Scan the code on the screen.")
    assert stranger.cookie == ""


def test_wrong_codes_are_answered_a_few_times_and_then_the_right_one_waits_too_but_for_phones_that_are_in(
    room,
):
    inside, guesser = Phone(room), Phone(room)
    assert inside.ask()[0] == 200
    assert [guesser.ask(path="/favicon.ico")[0] for _ in range(30)] == [404] * 30, (
        "browsers ask for that themselves"
    )
    answers = [guesser.ask(path=f"/guess{number}")[0] for number in range(WrongCodes.most + 2)]
    assert answers == [404] * WrongCodes.most + [429] * 2
    assert guesser.ask()[0] == 429
    assert inside.ask()[0] == 200


def test_a_guesser_waits_a_minute_and_however_many_guess_little_is_kept():
    now = [0.0]
    wrong = WrongCodes(lambda: now[0])
    for _ in range(wrong.most):
        wrong.note("10.0.0.1")
    assert wrong.too_many_from("10.0.0.1")
    assert not wrong.too_many_from("10.0.0.2")
    now[0] = wrong.seconds + 1
    assert not wrong.too_many_from("10.0.0.1")
    for number in range(3 * wrong.addresses):
        wrong.note(f"address {number}")
    assert len(wrong._given) <= wrong.addresses


def test_a_cookie_is_of_this_page_alone_and_one_that_was_not_given_out_does_not_vote(room):
    show(room, FIRST)
    phone = Phone(room)
    key = phone.key
    forged = Phone(room, cookie="phone=0123456789abcdef0123456789abcdef")
    bare = Phone(room)
    assert (bare.vote(1, key), forged.vote(1, key)) == (403, 403)
    assert show(room, FIRST).voted == 0
    phone = Phone(room)
    phone.ask()
    attributes = {one.strip() for one in phone.headers["Set-Cookie"].split(";")[1:]}
    assert attributes == {"HttpOnly", "SameSite=Strict", f"Path=/{room.code}"}
    phone.ask()
    assert "Set-Cookie" not in phone.headers


def test_the_page_may_do_what_it_does_and_nothing_else_and_asks_nobody_outside(room):
    show(room, FIRST)
    phone = Phone(room)
    page = phone.page
    rules = dict(one.split(" ", 1) for one in phone.headers["Content-Security-Policy"].split("; "))
    assert rules["default-src"] == "'none'"
    assert not any("unsafe" in value or "http" in value or "*" in value for value in rules.values())
    assert (phone.headers["Cache-Control"], phone.headers["X-Content-Type-Options"]) == (
        "no-store",
        "nosniff",
    )
    assert "Server" not in phone.headers
    assert "http" not in page.replace("http-equiv", "")


def test_what_an_instructor_writes_is_shown_as_text(room):
    show(room, typed_slide(IN_WORDS))
    page = Phone(room).page
    assert "Is &quot;it&quot; &lt;script&gt;alert(1)&lt;/script&gt; &amp; billed?" in page
    assert "Yes &lt;img src=x&gt;" in page
    assert page.count("<script>") == 1
    assert "<b>it" not in page
    assert (
        "<" not in re.search(r'data-standing="(.*?)"', phone_page(Question('"><', "", "", ("a",)), None))[1]
    )


def test_on_a_phone_a_code_never_breaks_from_its_modifiers_and_what_others_wrote_stays_text():
    page = phone_page(Question("k", "", "Is 98940-25 <i>right?", ("98941 + 97112-59 x2", "98940")), 0)
    assert '<h1>Is <span class="code">98940-25</span> &lt;i&gt;right?</h1>' in page
    assert '<span>98941 + <span class="code">97112-59 x2</span></span>' in page
    assert ".code { white-space: nowrap; }" in page
    assert (
        'button[aria-pressed="true"] > span::after' in page
    )  # "your choice" is said once, not of the code again


def test_the_answer_is_in_nothing_that_a_phone_or_the_server_of_phones_is_told(room, monkeypatch):
    sent = []
    request = http.client.HTTPConnection.request
    monkeypatch.setattr(
        http.client.HTTPConnection,
        "request",
        lambda *given, **more: (sent.append(given), request(*given, **more))[1],
    )
    turned = tuple(
        replace(one, is_right=not one.is_right, also_stands=not one.also_stands) for one in FIRST.choices
    )
    talk = room.phones
    for slide in (FIRST, replace(FIRST, choices=turned, notes="SECRET")):
        show(room, slide, phones=talk)
        show(room, slide, is_open=False, phones=talk)
    assert [one[3] for one in sent[:2]] == [one[3] for one in sent[2:]]


def test_a_script_that_votes_for_ever_does_not_fill_this_computer():
    ballots = Ballots()
    ballots.show("stage", Question("key", "", "", ("a", "b")), leads=True)
    assert all(ballots.vote(str(number), "key", 0) for number in range(MOST_PHONES))
    assert not ballots.vote("one more", "key", 1)
    assert ballots.vote("0", "key", 1), "whoever has voted may still change it"
    assert ballots.named("key").counts == [MOST_PHONES - 1, 1]


def test_twenty_phones_are_counted_and_three_hundred_requests_that_are_none_change_nothing():
    tried = benchmark()
    came = tried.count_a_room(20, 2)
    assert (came["told_early"], came["waiting"], came["cookies"]) == (None, 20, 20)
    assert came["counted"] == came["chosen"]
    assert sum(came["counted"]) == 20
    before, after = tried.throw_all(300)
    assert before[1][0][2], "a vote was there to be lost"
    assert after == before


def test_who_dawdles_is_hung_up_on(monkeypatch):
    monkeypatch.setattr(room_server, "_IDLE_SECONDS", 0.2)
    monkeypatch.setattr(room_server, "_BODY_SECONDS", 0.2)
    with RoomServer(place_named("127.0.0.1")) as room:
        where = urlsplit(room.address)
        for begun in (
            b"",
            b"GET /",
            b"POST %b HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\ncho" % where.path.encode(),
        ):
            with socket.create_connection((where.hostname, where.port), timeout=60) as line:
                line.sendall(begun)
                assert line.recv(1000).partition(b"\r\n")[0] in (b"", b"HTTP/1.1 400 Bad Request")


def test_lines_that_somebody_keeps_open_do_not_take_all_that_this_computer_has(monkeypatch):
    monkeypatch.setattr(room_server, "_MOST_LINES", 3)
    with RoomServer(place_named("127.0.0.1")) as room:
        where = urlsplit(room.address)
        phone = Phone(room)
        assert [phone.ask()[0] for _ in range(5)] == [200] * 5, "a phone that was answered keeps none"
        kept = [socket.create_connection((where.hostname, where.port), timeout=60) for _ in range(3)]
        for line in kept:
            line.sendall(b"GET / HTTP/1.1\r\n")
        with pytest.raises((OSError, http.client.HTTPException)):
            phone.ask()
        show(room, FIRST)  # the slides have a door of their own
        for line in kept:
            line.close()
        deadline = time.monotonic() + 60
        while True:
            try:
                assert phone.ask()[0] == 200
                break
            except (OSError, http.client.HTTPException):
                assert time.monotonic() < deadline
                time.sleep(0.02)


def test_slides_without_the_token_cannot_ask_and_phones_have_no_way_to_the_slides(room):
    talk = room.phones
    stranger = replace(talk, token="wrong")
    show(room, FIRST, phones=talk)
    assert show(room, SECOND, 2, is_open=False, phones=stranger) == Heard()
    assert FIRST.question in Phone(room).page
    assert (
        replace(talk, port=urlsplit(room.address).port).ask(2, 10, SECOND, is_open=True, leads=True)
        == Heard()
    )
    assert "wrong" not in repr(stranger)


# ---- the stage ----------------------------------------------------------------------------------------------------


@pytest.fixture
def stage(room, monkeypatch):
    for name, value in room.phones.in_environment().items():
        monkeypatch.setenv(name, value)
    return Presentation(DECK)


def votes(stage):
    return [one["votes"] for one in stage.shown["choices"]]


def beat(stage):
    stage._handle_custom_msg({"are_you_there": 1}, [])


def test_the_slide_says_how_many_have_voted_and_for_what_only_when_the_first_line_is_revealed(room, stage):
    assert "Wait" in Phone(room).page
    stage.go(1)
    phones = [Phone(room) for _ in range(3)]
    assert [phone.vote(choice) for phone, choice in zip(phones, (0, 1, 1), strict=True)] == [303] * 3
    stage.tally(3, 5)
    assert (votes(stage), stage.shown["told"]) == ([0, 0, 0, 5], "8 votes.")
    phones[0].vote(3)
    beat(stage)
    assert (votes(stage), stage.shown["told"]) == ([0, 0, 0, 5], "8 votes.")
    stage.press(" ")
    assert votes(stage) == [0, 2, 0, 6]
    assert [one["typed"] for one in stage.shown["choices"]] == [0, 0, 0, 5]
    key = phones[2].ask(path=f"/{room.code}/now")[1].partition(".")[0]
    phones[2].vote(3, key)
    stage.press(*" " * 5)
    right = [number for number, choice in enumerate(FIRST.choices) if choice.is_right]
    assert stage.shown["told"] == f"{sum(votes(stage)[number] for number in right)} of 8 had it."
    assert votes(stage) == [0, 2, 0, 6]


def test_votes_come_while_nobody_touches_the_slides(room, stage):
    stage.go(1)
    assert stage.shown["told"] == "No votes yet."
    Phone(room).vote(0)
    beat(stage)
    assert (votes(stage), stage.shown["told"]) == ([0, 0, 0, 0], "1 vote.")


def test_slides_that_are_loaded_anew_find_every_vote_again_and_count_none_twice(room, stage):
    stage.go(1)
    Phone(room).vote(2)
    stage.tally(0, 4)
    stage.press(" ")
    again = Presentation(DECK)
    again.go(1)
    again.votes = list(
        stage.votes
    )  # those that were typed are kept for the page; those of phones are asked for again
    again.press(" ")
    assert votes(again) == votes(stage) == [4, 0, 1, 0]
    again.press("ArrowRight", "ArrowLeft")
    assert votes(again) == [4, 0, 1, 0]


def test_a_case_that_is_written_anew_is_voted_on_anew(room, stage):
    stage.show_written(IN_WORDS)
    Phone(room).vote(0)
    stage.press(" ")
    assert votes(stage) == [1, 0]
    stage.show_written(IN_WORDS.replace("No", "Never"))
    assert (votes(stage), stage.shown["told"]) == ([0, 0], "No votes yet.")
    assert "Never" in Phone(room).page


def test_when_the_phones_are_gone_the_talk_goes_on_with_typed_votes(room, stage):
    stage.go(1)
    Phone(room).vote(1)
    stage.press(" ")
    room.__exit__(None, None, None)
    stage.press("Backspace", " ")
    assert votes(stage) == [0, 1, 0, 0]
    stage.press("ArrowRight")
    stage.tally(0, 9)
    assert votes(stage) == [9, *[0] * (len(SECOND.choices) - 1)]
    stage.press(*" " * 6)
    assert stage.shown["phase"] == "done"


def test_on_the_slides_stands_where_to_vote_and_nothing_where_nobody_does(room, stage):
    phones = stage.program["phones"]
    assert phones["address"] == room.address
    assert phones["picture"].startswith("data:image/svg+xml")
    assert room.phones.token not in str(stage.get_state())
    assert Presentation(Deck("Title", "", DECK.slides)).program["phones"] is not None


@pytest.mark.parametrize("written", [None, "", "nonsense", "[]", '{"address": 1}'])
def test_without_audience_the_slides_ask_nobody(monkeypatch, written):
    if written is not None:
        monkeypatch.setenv(PHONES, written)
    monkeypatch.setattr(http.client.HTTPConnection, "connect", lambda _: pytest.fail("somebody was asked"))
    stage = Presentation(DECK)
    stage.press("ArrowRight", *" " * 4)
    beat(stage)
    assert stage.program["phones"] is None


# ---- the command --------------------------------------------------------------------------------------------------


def test_a_command_that_names_no_address_is_told_those_of_this_computer_and_starts_nothing(
    tmp_path, monkeypatch
):
    monkeypatch.setattr("jupyter_client.localinterfaces.public_ips", lambda: ["192.168.1.20"])
    result = CliRunner().invoke(cli.main, ["present", "--folder", str(tmp_path), "--audience"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "write for example: --audience 192.168.1.20" in result.stderr
    assert list(tmp_path.iterdir()) == []


NOT_ONE_NETWORK = "0.0.0.0 :: [::]:80 224.0.0.1"
NO_ADDRESS = "deck.toml http://127.0.0.1 127.0.0.1/x a@127.0.0.1 127.0.0.1:99999 127.0.0.1:x :80 [::1"


@pytest.mark.parametrize("written", f"{NOT_ONE_NETWORK} {NO_ADDRESS}".split())
def test_what_is_no_address_of_one_network_is_refused(written):
    with pytest.raises(CpteduError, match=r"--audience|network"):
        place_named(written)


def test_an_address_that_is_not_this_computers_or_a_port_that_is_taken_is_said_plainly():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for place in (f"127.0.0.1:{port}", "192.0.2.77"):
            with pytest.raises(CpteduError, match="cannot be served at"), RoomServer(place_named(place)):
                pass
    with RoomServer(place_named(f"127.0.0.1:{port}")) as room:
        assert room.address == f"http://127.0.0.1:{port}/{room.code}"


def test_no_two_talks_have_one_code():
    codes = {RoomServer(place_named("127.0.0.1")).code for _ in range(50)}
    assert len(codes) == 50
    assert all(re.fullmatch(r"[a-z2-9]{6}", code) for code in codes)
    assert not set("ilo01") & set("".join(codes))
