"""An instrument is whole: its folder has all of it, it is drawn, told in words and offered to lessons."""

import re
from importlib import import_module
from pathlib import Path

import comm
import pytest
import traitlets

import cptedu.lesson as offered
from cptedu import widgets
from cptedu.errors import CpteduError
from cptedu.widgets import instruments
from cptedu.widgets.kit.instrument import Instrument, InWords, ReadInstrument

FOLDER = Path(widgets.__file__).parent
INSTRUMENTS = sorted(instruments().items())


@pytest.mark.parametrize(("name", "home"), INSTRUMENTS)
def test_a_folder_holds_a_class_of_its_name_that_lessons_get_and_a_test_that_tries_it(name, home):
    folder = FOLDER / home.rpartition(".")[2]
    made = getattr(import_module(f"cptedu.{home}"), name, None)
    assert made is not None, f"cptedu/{home.replace('.', '/')}/__init__.py has no class {name}"
    assert issubclass(made, InWords), f"{name} builds on no class of kit/instrument.py"
    assert getattr(offered, name) is made
    assert ">>>" in str(made.__doc__), f"{name} has no example in its docstring"
    assert (Path(__file__).parent / f"test_{folder.name}.py").is_file(), (
        f"tests/widgets/test_{folder.name}.py is missing"
    )


@pytest.mark.parametrize(("name", "home"), INSTRUMENTS)
def test_what_draws_an_instrument_is_its_own_and_what_it_keeps_it_has(name, home):
    made = getattr(offered, name)
    if not issubclass(made, Instrument):
        return
    folder = FOLDER / home.rpartition(".")[2]
    own_class = folder.name.replace("_", "-")
    assert "view.js" in {path.name for path in folder.iterdir()}, f"{folder.name}/view.js is missing"
    drawn = [set(names.split()) for names in re.findall(r'class: "([^"]+)"', made._esm)]
    assert any(own_class in names for names in drawn), f"view.js draws no element of the class {own_class}"
    assert f".{own_class}" in made._css, f"style.css says nothing of .{own_class}"
    assert set(made.keeps) <= set(made.class_trait_names())


class Asked(Instrument):
    """An instrument with one button that works and one that does not."""

    def __init__(self):
        self.done, self.refused = [], []
        super().__init__()

    def do(self, what, /, **given):
        if what == "fail":
            raise CpteduError("That cannot be done.")
        self.done.append((what, given))

    def _refuse(self, words):
        self.refused.append(words)


def test_what_a_button_asks_for_is_done_or_refused_in_words_and_nothing_else_is_heard():
    made = Asked()
    for content in (
        {"do": "go", "name": "monday"},
        {"do": "fail"},
        {"do": 5},
        {"go": "x"},
        "go",
        None,
        {"do": "me", "self": 1},
    ):
        made._asked(made, content, [])
    assert made.done == [("go", {"name": "monday"}), ("me", {"self": 1})]
    assert made.refused == ["That cannot be done."]


def test_an_instrument_that_says_nothing_of_buttons_passes_them_over():
    plain = Instrument()
    plain.do("anything", name="x")
    plain._asked(plain, {"do": "anything"}, [])


class Doubled(ReadInstrument):
    """Twice a number."""

    number = traitlets.Int()
    _reads = ("number",)

    def _read(self):
        if self.number < 0:
            raise CpteduError("Give a number from 0.")
        return {"twice": self.number * 2, "summary": "doubled"}

    def _unread(self):
        return {"twice": None}


def test_a_reading_follows_its_traits_and_says_of_what_it_is():
    made = Doubled(number=2)
    assert made.reading == {"problem": "", "summary": "doubled", "twice": 4, "of": {"number": 2}}
    made.number = -1
    says = "Give a number from 0."
    assert made.reading == {"problem": says, "summary": says, "twice": None, "of": {"number": -1}}


class HeardComm:
    """The page's side of an instrument: what it was opened with, and what was told it afterwards."""

    def __init__(self, data=None, **_more):
        self.comm_id = "heard"
        self.opened_with = data["state"]
        self.told = []

    def send(self, data=None, **_more):
        self.told.append(data)

    def on_msg(self, _call): ...

    def close(self, **_more): ...


def test_a_page_hears_of_an_instrument_once_it_is_whole_and_can_draw_it_at_once(monkeypatch):
    class Labelled(Doubled):
        label = traitlets.Unicode().tag(sync=True)

        def __init__(self, **options):
            super().__init__(**options)
            self.label = "Twice"

    monkeypatch.setattr(comm, "create_comm", HeardComm)
    made = Labelled(number=2)
    assert made.comm.opened_with["reading"]["twice"] == 4
    assert made.comm.opened_with["label"] == "Twice"
    assert made.comm.told == []
    made.number = 3
    assert [told["state"]["reading"]["twice"] for told in made.comm.told] == [6]


def test_where_no_widget_is_shown_its_words_stand():
    class Told(Instrument):
        def as_text(self):
            return "Three units."

    bundle = Told()._repr_mimebundle_()
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    assert data["text/plain"] == "Three units."
