"""Wrong rules about which code an exercise is."""

from __future__ import annotations

from cptedu.learn.misconceptions.registry import wrong_rule
from cptedu.learn.questions import Note
from cptedu.learn.second_opinion import code_by_aim, recorded_contact
from cptedu.model import Service

_NAMES = {
    "balance board": "97112",
    "wobble": "97112",
    "pnf": "97112",
    "single-leg stance": "97112",
    "stretching": "97110",
    "band": "97110",
    "leg press": "97110",
    "chin tuck": "97110",
    "wall slide": "97110",
    "squat": "97530",
    "step-up": "97530",
    "lifting": "97530",
    "looking over": "97530",
    "reaching": "97530",
    "treadmill": "97116",
    "stairs": "97116",
}
_EXERCISES = ("97110", "97112", "97116", "97530")
_BEST_PAID = "97530"
_NEUROLOGICAL = ("G", "I6")


@wrong_rule(
    step="code_of",
    title="codes by the name of the exercise",
    holds="the name of the exercise or the equipment chooses the code",
    feedback=(
        "The name does not decide; the purpose in the note does. A balance board used for strength is 97110, and a squat that"
        " rehearses lifting at work is 97530. Ask what it was for, and what was measured."
    ),
    source="meyer-97530",
)
def codes_by_exercise_name(service: Service, contact: str | None, note: Note) -> str | None:
    """Take the code that the name of the exercise suggests."""
    right = code_by_aim(service, contact, note)
    named = [number for name, number in _NAMES.items() if name in service.activity.lower()]
    return named[0] if named and right in _EXERCISES else right


@wrong_rule(
    step="code_of",
    title="codes by the fee",
    holds="one code, the one that pays most, is used for every exercise",
    feedback=(
        "A code is never chosen for its fee. The note decides: the purpose, and the finding behind it. Billing what pays more"
        " than what was done is wrong; done knowingly, for federal money, it is a false claim. The amount is shown only after the"
        " code is settled."
    ),
    source="usc-31-3729",
)
def codes_by_fee(service: Service, contact: str | None, note: Note) -> str | None:
    """Take the best paid exercise code."""
    right = code_by_aim(service, contact, note)
    return _BEST_PAID if right in _EXERCISES else right


@wrong_rule(
    step="code_of",
    title="keeps 97112 for stroke",
    holds="balance or posture work is coded like any other exercise, as if 97112 were for stroke alone",
    feedback=(
        "CPT puts no diagnosis on 97112. Retraining of balance, posture or coordination is 97112 when a deficit of that kind"
        " was measured. Some payers do keep it for nerve damage: that is their policy, to be asked for in writing."
    ),
    source="chirocode-34693",
)
def keeps_97112_for_stroke(service: Service, contact: str | None, note: Note) -> str | None:
    """Turn 97112 into 97110 unless a disease of the nervous system is given."""
    right = code_by_aim(service, contact, note)
    neurological = any(one.startswith(_NEUROLOGICAL) for one in note.visit.diagnoses or ())
    return "97110" if right == "97112" and not neurological else right


@wrong_rule(
    step="code_of",
    title="calls everything about posture 97112",
    holds="whatever has to do with posture is 97112",
    feedback=(
        "Posture is named in 97112, but the word is not enough. Strength or stretching work for a posture finding is 97110,"
        " and advice to sit up straight is no line at all. 97112 is skilled retraining of a postural control that was"
        " measured."
    ),
    source="chirocode-34693",
)
def calls_all_posture_97112(service: Service, contact: str | None, note: Note) -> str | None:
    """Take 97112 wherever posture is mentioned."""
    mentioned = " ".join((service.activity, service.deficit, *service.purpose)).lower()
    about_posture = any(word in mentioned for word in ("posture", "upright", "rounded shoulders"))
    right = code_by_aim(service, contact, note)
    is_exercise = right in _EXERCISES or service.home_instruction
    return "97112" if about_posture and is_exercise else right


@wrong_rule(
    step="contact",
    title="bills group time as one-on-one",
    holds="minutes with several patients at once are billed as if each had been alone with the clinician",
    feedback=(
        "Several patients at the same time are a group, even if each does something else: 97150, once for each of them. The"
        " timed codes need the clinician with this one patient, minute for minute."
    ),
    source="apta-group",
)
def bills_group_as_one_on_one(service: Service) -> str | None:
    """Take a group for one-on-one work."""
    return "one_on_one" if service.contact == "group" else recorded_contact(service)
