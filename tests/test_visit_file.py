"""A visit as a file: what is written is read back the same, and every mistake is named with what is accepted."""

import copy
import tomllib

import pytest
from hypothesis import given
from strategies import any_visit_dicts, full_visit_dicts

import cptedu as ct
from cptedu.payers import load_payer

BARE = {"date_of_service": "2026-03-04", "payer": "commercial_ncci"}


@given(any_visit_dicts())
def test_writing_a_visit_down_and_reading_it_changes_nothing(written):
    try:
        seen = ct.Visit.from_dict(written)
    except ct.CpteduError:
        return
    assert ct.Visit.from_dict(seen.to_dict()) == seen


@given(full_visit_dicts)
def test_reading_changes_nothing_of_what_was_given(written):
    kept = copy.deepcopy(written)
    ct.Visit.from_dict(written)
    assert written == kept


@given(written=full_visit_dicts)
def test_a_saved_visit_is_loaded_the_same(tmp_path_factory, written):
    place = tmp_path_factory.mktemp("visit") / "visit.toml"
    seen = ct.Visit.from_dict(written)
    ct.save_visit(seen, place)
    assert ct.load_visit(place) == seen
    tomllib.loads(place.read_text(encoding="utf-8"))


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path, monkeypatch):
    place = tmp_path / "visit.toml"
    ct.save_visit(ct.Visit.from_dict(BARE), place)
    kept = place.read_bytes()

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(ct.CpteduError, match="Nothing was changed"):
        ct.save_visit(ct.Visit.from_dict(BARE | {"title": "other"}), place)
    assert place.read_bytes() == kept
    assert [one.name for one in tmp_path.iterdir()] == ["visit.toml"]


SERVICE = {"activity": "x", "purpose": ["balance"]}


@pytest.mark.parametrize(
    ("given_", "says"),
    [
        ({"payer": "medicare"}, "no date_of_service"),
        ({"date_of_service": "2026-03-04"}, "no payer"),
        (BARE | {"payer": "medicaer"}, "Did you mean 'medicare'"),
        (BARE | {"date_of_service": "04.03.2026"}, "year-month-day"),
        (BARE | {"adjustd": ["C5"]}, "Did you mean 'adjusted'"),
        (BARE | {"adjusted": "C5"}, "square brackets"),
        (BARE | {"adjusted": [5]}, "adjusted: 5 is not the name of a bone"),
        (BARE | {"adjusted": ["C5", " "]}, "adjusted: ' ' is not the name of a bone"),
        (BARE | {"services": [SERVICE | {"code": " "}]}, "code is empty"),
        (BARE | {"diagnoses": [" "]}, "not an ICD-10-CM code"),
        (BARE | {"diagnoses": [54.2]}, "not an ICD-10-CM code"),
        (BARE | {"findings": {"": "tender"}}, "findings: ''"),
        (BARE | {"care": "wellness"}, "Accepted: active, maintenance"),
        (BARE | {"services": {}}, "square brackets"),
        (BARE | {"services": [7]}, "Service 1"),
        (
            BARE | {"services": [SERVICE, SERVICE | {"minuts": 8}]},
            "Service 2: 'minuts' .* Did you mean 'minutes'",
        ),
        (BARE | {"services": [SERVICE | {"minutes": 7.5}]}, "whole minutes"),
        (BARE | {"services": [SERVICE | {"minutes": -1}]}, "whole minutes"),
        (BARE | {"services": [SERVICE | {"minutes": True}]}, "whole minutes"),
        (BARE | {"services": [SERVICE | {"purpose": ["balanse"]}]}, "Did you mean 'balance'"),
        (BARE | {"services": [SERVICE | {"contact": "alone"}]}, "unattended"),
        (BARE | {"services": [SERVICE | {"code": "98940"}]}, "follows from adjusted"),
        (BARE | {"services": [SERVICE | {"code": "99213"}]}, r"\[evaluation\]"),
        (BARE | {"services": [SERVICE | {"code": 97110}]}, "not a text"),
        (BARE | {"services": [SERVICE | {"started": "25:00"}]}, "time of day"),
        (BARE | {"services": [SERVICE | {"encounter": 0}]}, "encounter"),
        (BARE | {"evaluation": {"separate": True}}, "no code"),
        (BARE | {"evaluation": {"code": "97110"}}, "not an evaluation"),
        (BARE | {"evaluation": {"code": "99213", "separate": "yes"}}, "true or false"),
        (BARE | {"findings": {"cervical": 7}}, "not a text"),
        (BARE | {"part": ["P", "X"]}, "letter of P.A.R.T."),
        (BARE | {"abn": "signed"}, "voluntary"),
        (BARE | {"last_seen": "2027-01-01"}, "after the date of service"),
        (7, "set of keys and values"),
    ],
)
def test_a_mistake_is_named_with_what_is_accepted(given_, says):
    with pytest.raises(ct.CpteduError, match=says):
        ct.Visit.from_dict(given_)


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ({"adjusted": ["C9", "lumbosacral"]}, ("C9", "lumbosacral")),
        ({"diagnoses": ["neck pain", "M54.31"]}, ("neck pain", "M54.31")),
        ({"findings": {"nick": "tender"}}, (("nick", "tender"),)),
    ],
)
def test_what_no_table_holds_is_kept_as_written(tmp_path, given_, kept):
    # DESIGN, the visit: a value that no table holds is kept, and judged on its own line.
    seen = ct.Visit.from_dict(BARE | given_)
    assert getattr(seen, next(iter(given_))) == kept
    ct.save_visit(seen, tmp_path / "kept.toml")
    assert ct.load_visit(tmp_path / "kept.toml") == seen


def test_a_code_that_no_table_holds_is_kept_as_written():
    seen = ct.Visit.from_dict(
        BARE | {"services": [SERVICE | {"code": "s9090"}], "evaluation": {"code": "99499"}}
    )
    assert (seen.services[0].code, seen.evaluation.code) == ("S9090", "99499")


def test_a_mistake_in_a_file_names_the_file_and_the_line(tmp_path):
    place = tmp_path / "mine.toml"
    place.write_text('payer = "medicare"\ncare = active\n')
    with pytest.raises(
        ct.CpteduError,
        match=r'mine\.toml, line 2: active is not understood\. Text stands in quotation marks: "active"\.',
    ):
        ct.load_visit(place)
    place.write_text('payer = "medicare"\n')
    with pytest.raises(ct.CpteduError, match=r"mine\.toml: The visit has no date_of_service"):
        ct.load_visit(place)


OWN = 'name = "mine"\nlike = "commercial_ncci"\n'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "name"),
        ('name = "medicare"\nlike = "commercial_ncci"\n', "shipped profile"),
        ('name = "mine"\nlike = "nobody"\n', "not a known payer"),
        (OWN + "[unit_metod]\nvalue = 1\n", "Did you mean 'unit_method'"),
        (OWN + '[unit_method]\nvalue = "half"\n', "cms_total_time"),
        (OWN + "unit_method = 3\n", "must be a table"),
        (OWN + "[gp_on_therapy]\nvalue = 1\n", "Accepted: true, false"),
        (OWN + "[gp_on_therapy]\n", "value is missing"),
        (OWN + "[gp_on_therapy]\nvalue = true\nsince = 2020-04-01\n", "before is needed"),
        (OWN + '[gp_on_therapy]\nvalue = true\nsource = "nowhere"\n', "not a known source"),
        (OWN + '[gp_on_therapy]\nvalue = true\nsince = "soon"\nbefore = false\n', "not a date"),
        (OWN + "[gp_on_therapy]\nvalue = true\nwhy = 1\n", "key of a choice"),
    ],
)
def test_a_mistake_in_a_payer_file_is_named_with_what_to_do(tmp_path, text, says):
    place = tmp_path / "payer.toml"
    place.write_text(text)
    with pytest.raises(ct.CpteduError, match=r"payer\.toml") as refused:
        load_payer(place)
    assert says in str(refused.value)


def test_a_payers_choice_holds_from_its_own_day(tmp_path):
    place = tmp_path / "payer.toml"
    place.write_text(
        OWN.replace("mine", "dated") + "[gp_on_therapy]\nvalue = true\nsince = 2025-07-01\nbefore = false\n"
    )
    own = load_payer(place)
    assert not own.choice("gp_on_therapy").confirmed
    told = {}
    for day in ("2025-06-30", "2025-07-01"):
        visit = ct.Visit.from_dict({"date_of_service": day, "payer": "dated", "services": [SERVICE | _FULL]})
        told[day] = ct.code_visit(visit).lines[0].modifiers
    assert told == {"2025-06-30": (), "2025-07-01": ("GP",)}


_FULL = {"deficit": "single-leg stance 6 s", "minutes": 16, "contact": "one_on_one", "regions": ["knee"]}
