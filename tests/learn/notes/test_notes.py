"""A note says what its visit holds, by its spans and by its words alone; what it leaves out, the rules ask for."""

import importlib.util
from functools import cache
from pathlib import Path

import pytest

import cptedu as ct
from cptedu.errors import CpteduError
from cptedu.learn.generator import kinds_of, question
from cptedu.learn.notes import elements_told, load_voice, voices, what_matters, without, write_note
from cptedu.learn.notes.measures import in_pounds_and_inches
from cptedu.learn.skills import SKILLS
from cptedu.model import Verdict
from cptedu.visit.deficit.measured_deficit import read_deficit

_spec = importlib.util.spec_from_file_location("words_alone", Path(__file__).with_name("words_alone.py"))
words_alone = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(words_alone)

ALWAYS_ASKED = ("purpose", "minutes", "contact")


@cache
def notes():
    drawn = [
        question(skill, 7_000 + seed, level, kind)
        for skill in SKILLS
        for kind in kinds_of(skill)
        if kind not in {"minutes", "missing"}
        for level in (1, 2, 3)
        for seed in range(2)
    ]
    return tuple({asked.id: asked.note for asked in drawn if asked.note is not None}.values())


def told_of(claim):
    """Give what a claim comes to: its lines, and what is not billed with its verdict."""
    lines = sorted((one.code, one.units, one.modifiers, str(one.verdict)) for one in claim.lines)
    return lines, sorted((str(one.code), str(one.verdict)) for one in claim.unbilled)


def asks(claim):
    held = [finding for part in (*claim.lines, *claim.unbilled) for finding in part.findings]
    return {
        (one.rule, one.code, one.says)
        for one in (*held, *claim.findings)
        if one.verdict in (Verdict.ASK, Verdict.NO_DATA)
    }


def test_there_are_three_voices_and_many_notes():
    assert len(voices()) >= 3
    assert len(notes()) > 150


@pytest.mark.parametrize("voice", voices())
def test_each_element_of_the_visit_is_carried_by_a_sentence(voice):
    for seed, note in enumerate(notes()):
        written = write_note(note, voice=voice, seed=seed)
        carried = {element for one in written.sentences for element in one.carries}
        always = {"date_of_service", "payer"}
        performed = {
            f"services[{n}].performed_by"
            for n, one in enumerate(note.visit.services, start=1)
            if one.performed_by != "chiropractor"
        }
        assert {*elements_told(note.visit), *always, *performed} <= carried
        assert written.visit == note.visit


@pytest.mark.parametrize("voice", voices())
def test_the_words_alone_give_the_claim_of_the_visit(voice):
    for seed, note in enumerate(notes()):
        written = write_note(note, voice=voice, seed=seed)
        read = words_alone.read_note(written.text)
        assert told_of(ct.code_visit(read)) == told_of(ct.code_visit(note.visit)), written.text


@pytest.mark.parametrize("voice", voices())
def test_what_is_left_out_is_in_no_sentence_and_the_rules_miss_it(voice):
    tried = set()
    for seed, note in enumerate(notes()[::3]):
        whole = ct.code_visit(note.visit)
        for element in what_matters(note.visit):
            written = write_note(note, voice=voice, seed=seed, leave_out=[element])
            assert written.that_carry(element) == ()
            left = ct.code_visit(written.visit)
            dropped = {one.code for one in whole.lines} - {one.code for one in left.lines}
            assert asks(left) - asks(whole) or dropped or told_of(left) != told_of(whole), (
                element,
                written.text,
            )
            tried.add(element.split(".")[-1].split("[")[0])
    assert {"adjusted", "purpose", "deficit", "minutes", "contact", "diagnoses", "part"} <= tried


@pytest.mark.parametrize("voice", voices())
def test_what_is_left_out_is_missing_from_the_words_too(voice):
    for seed, note in enumerate(notes()[::5]):
        for element in what_matters(note.visit):
            if element.startswith("findings.") or element == "evaluation.separate":
                continue  # a note in which one of several stays is read by the spans alone
            written = write_note(note, voice=voice, seed=seed, leave_out=[element])
            read = words_alone.read_note(written.text)
            assert told_of(ct.code_visit(read)) == told_of(ct.code_visit(written.visit)), (
                element,
                written.text,
            )


def test_a_line_that_was_supported_is_not_without_its_purpose_minutes_contact_or_finding():
    for note in notes():
        claim = ct.code_visit(note.visit)
        for n, service in enumerate(note.visit.services, start=1):
            supported = [one for one in claim.lines if one.verdict is Verdict.SUPPORTED]
            if len(note.visit.services) > 1 or not service.purpose or service.code or not supported:
                continue
            if note.visit.adjusted or service.contact == "group":
                continue
            wanted = {f"services[{n}].{key}" for key in ALWAYS_ASKED}
            if service.deficit and service.purpose != ("self_care",):
                wanted.add(f"services[{n}].deficit")
            assert wanted <= set(what_matters(note.visit)), service


@pytest.mark.parametrize("voice", voices())
def test_one_seed_gives_one_note_and_another_seed_other_words(voice):
    note = notes()[40]
    assert write_note(note, voice=voice, seed=5) == write_note(note, voice=voice, seed=5)
    assert len({write_note(note, voice=voice, seed=seed).text for seed in range(20)}) > 5


@pytest.mark.parametrize("voice", voices())
def test_what_is_left_out_changes_no_other_sentence(voice):
    for note in notes()[::11]:
        for element in elements_told(note.visit):
            whole = {one.text for one in write_note(note, voice=voice, seed=3).sentences if not one.carries}
            left = {
                one.text
                for one in write_note(note, voice=voice, seed=3, leave_out=[element]).sentences
                if not one.carries
            }
            assert left <= whole


@pytest.mark.parametrize("voice", voices())
def test_a_note_holds_things_that_do_not_matter(voice):
    for note in notes()[::7]:
        idle = [one for one in write_note(note, voice=voice, seed=2).sentences if not one.carries]
        assert len(idle) >= 3


@pytest.mark.parametrize("voice", voices())
def test_no_sign_is_claimed_beside_a_record_of_signs(voice):
    for note in notes():
        if note.visit.part is not None and "P" not in note.visit.part:
            subject = [
                one.text.lower() for one in write_note(note, voice=voice).sentences if one.section == "S"
            ]
            assert not any("pain" in one or "/10" in one or "vas" in one for one in subject)


@pytest.mark.parametrize("voice", voices())
def test_every_finding_is_still_measured_as_it_is_written(voice):
    for note in notes():
        for n, service in enumerate(note.visit.services, start=1):
            if read_deficit(service.deficit, service.purpose).state != "measured":
                continue
            for one in write_note(note, voice=voice).that_carry(f"services[{n}].deficit"):
                assert read_deficit(words_alone.in_full(one.text), service.purpose).state == "measured", (
                    one.text
                )


@pytest.mark.parametrize(
    ("written", "ours", "both"),
    [
        (
            "grip 18 kg left, 34 kg right",
            "grip 40 lb left, 75 lb right",
            "grip 40 lb (18 kg) left, 75 lb (34 kg) right",
        ),
        ("head 6 cm forward", "head 2.5 inches forward", "head 2.5 inches (6 cm) forward"),
        (
            "walks 130 feet in 61 seconds",
            "walks 130 feet in 61 seconds",
            "walks 130 feet (40 m) in 61 seconds",
        ),
        ("neck rotation 48 degrees", "neck rotation 48 degrees", "neck rotation 48 degrees"),
    ],
)
def test_measures_are_in_pounds_and_inches(written, ours, both):
    assert in_pounds_and_inches(written, both=False) == ours
    assert in_pounds_and_inches(written, both=True) == both


def test_an_instructor_adds_a_voice(tmp_path):
    place = tmp_path / "curt.toml"
    place.write_text(
        'like = "older_doctor"\nlabel = "curt"\n[[sentences]]\nin = "P"\nsays = ["Adj {adjusted}."]\n',
        "utf-8",
    )
    written = write_note(notes()[0], voice=load_voice(place))
    assert [one.section for one in written.sentences] == ["P"]
    assert written.text.startswith("P: Adj ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('like = "nobody"\n', "older_doctor"),
        ('label = "x"\n', "units is missing"),
        ('like = "template"\nunits = "stones"\n', "pounds"),
        ('like = "template"\ncolour = "red"\n', "colour"),
        ('like = "template"\n[[sentences]]\nin = "Q"\nsays = ["x."]\n', "section"),
        ('like = "template"\n[[sentences]]\nin = "P"\nsays = "x."\n', "list of sentences"),
        ('like = "template"\n[words.colour]\nred = "red"\n', "colour"),
    ],
)
def test_a_voice_with_a_mistake_is_answered_with_advice(tmp_path, text, said):
    place = tmp_path / "mine.toml"
    place.write_text(text, "utf-8")
    with pytest.raises(CpteduError, match=said):
        load_voice(place)


def test_what_does_not_exist_is_answered_with_advice():
    visit = notes()[0].visit
    with pytest.raises(CpteduError, match="voice"):
        write_note(visit, voice="parrot")
    with pytest.raises(CpteduError, match="element"):
        write_note(visit, leave_out=["services[9].minutes"])
    with pytest.raises(CpteduError, match="element"):
        without(visit, "payer")
