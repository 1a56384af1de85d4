"""What a review says of each fault: the rule, the code, the reason, the smallest step, and where it stands."""

from __future__ import annotations

import pytest
from strategies import in_plain_sentences, service, visit

import cptedu as ct
from cptedu.model import Finding

NECK = {"adjusted": ["C5", "T4"]}
BOARD = {**NECK, "services": [service()]}
MODIFIERS = {"mln1783722", "ngs-modifiers"}


def told(findings: tuple[Finding, ...], rule: str, code: str) -> Finding:
    """Give the one finding of a rule about a code, checked for its words."""
    [one] = [one for one in findings if (one.rule, one.code) == (rule, code)]
    assert in_plain_sentences(one.says), one.says
    assert not one.fix or in_plain_sentences(one.fix), one.fix
    assert one.about == code
    return one


def sources(finding: Finding) -> set[str]:
    return {citation.id for citation in finding.citations}


def test_a_code_on_two_lines_is_told_and_what_follows_is_still_judged():
    lines = [("98940", 1, ()), ("98940", 1, ()), ("97112", 1, ())]
    review = ct.review_claim(visit(**BOARD), lines)
    twice = told(review.wrong, "one_line", "98940")
    assert "on more than one line, together with 2 units; the record supports 1." in twice.says
    assert twice.fix == "Remove the second line."
    assert told(review.wrong, "modifiers", "97112").says.startswith("97112 lacks 59, which says: ")
    assert review.claim == ct.code_visit(visit(**BOARD))


@pytest.mark.parametrize(("minutes", "units"), [(16, "1 unit"), (25, "2 units")])
def test_a_supported_line_that_was_left_off_says_how_many_units(minutes, units):
    review = ct.review_claim(visit(services=[service(minutes=minutes)]), [])
    missing = told(review.missing, "left_off", "97112")
    assert missing.says == f"97112 ×{units[0]} is supported by the record and was left off."
    assert missing.fix == f"Add 97112, {units}."
    assert missing.verdict == "supported"
    # It rests on what put the line on the claim.
    [line] = review.claim.lines
    assert (missing.citations, missing.vintage) == (line.findings[0].citations, line.findings[0].vintage)


def test_an_open_line_that_was_left_off_is_no_fault():
    review = ct.review_claim(visit("medicare", care="active", services=[service()]), [])
    assert review.passes
    open_line = told(review.unknown, "left_off", "97112")
    assert open_line.says == "97112 was left off; that is open, since the line is not covered."
    assert (open_line.verdict, open_line.fix) == ("not_covered", "")
    assert open_line.citations == review.claim.lines[0].findings[0].citations


@pytest.mark.parametrize(
    ("lines", "code", "says", "fix"),
    [
        (
            [("98940", 1, ()), ("97112", 1, ())],
            "97112",
            "97112 lacks 59, which says:",
            "Add 59; the record",
        ),
        ([("98940", 1, ("59",)), ("97112", 1, ("59",))], "98940", "98940 has 59: 59 marks a", "Take 59 off."),
        (
            [("98940", 1, ()), ("97112", 1, ("59", "XS"))],
            "97112",
            "97112: only one of 59,",
            "Keep one of them: 59 or XS.",
        ),
        (
            [("98940", 1, ()), ("97112", 1, ("59", "59"))],
            "97112",
            "97112: a modifier is given",
            "Give it once.",
        ),
    ],
)
def test_a_wrong_modifier_says_why_and_what_to_do(lines, code, says, fix):
    wrong = told(ct.review_claim(visit(**BOARD), lines).wrong, "modifiers", code)
    assert wrong.says.startswith(says)
    assert wrong.fix.startswith(fix)
    assert wrong.verdict == "not_supported"
    assert sources(wrong) == MODIFIERS


def test_xs_in_place_of_59_passes_and_is_asked_about():
    review = ct.review_claim(visit(**BOARD), [("98940", 1, ()), ("97112", 1, ("XS",))])
    assert review.passes
    asked = told(review.unknown, "modifiers", "97112")
    assert (
        asked.says
        == "97112: XS stands where this payer is taken to want 59; both mark what the record shows."
    )
    assert asked.fix == "Ask which of the two the payer wants."
    assert (asked.verdict, sources(asked)) == ("ask", MODIFIERS)


def test_a_mark_that_cpt_assistant_does_not_want_is_contested_with_both_sides():
    review = ct.review_claim(visit("commercial_cpt", **BOARD), [("98940", 1, ()), ("97112", 1, ())])
    assert review.passes
    open_mark = told(review.unknown, "modifiers", "97112")
    assert open_mark.says.startswith("97112 stands without 59. By CPT Assistant, which this payer follows,")
    assert open_mark.says.endswith("NCCI wants the mark.")
    assert open_mark.fix == "Ask the payer which reading its contract follows."
    assert open_mark.verdict == "contested"
    [because] = [one for one in review.claim.line("97112").findings if one.rule == "separate_region"]
    assert (open_mark.citations, open_mark.vintage) == (because.citations, because.vintage)


def test_51_on_98943_is_contested_and_rests_on_both_sides():
    seen = visit(adjusted=["C5", "knee"])
    review = ct.review_claim(seen, [("98940", 1, ()), ("98943", 1, ("51",))])
    assert review.passes
    [dispute] = [one for one in review.unknown if one.says == "Sources differ on 51 on 98943."]
    assert (dispute.rule, dispute.code, dispute.verdict) == ("extraspinal_51", "98943", "contested")
    assert dispute.fix == "Ask the payer."
    assert sources(dispute) == {"aapc-cmt-51", "chiropub-2006", "payer-98943-2016"}


def test_what_the_record_does_not_support_is_told_with_its_reason():
    seen = visit(**NECK, services=[service("balance", regions=["cervical"])])
    wrong = told(
        ct.review_claim(seen, [("98940", 1, ()), ("97112", 1, ("59",))]).wrong, "not_in_record", "97112"
    )
    assert wrong.says.startswith("97112 is not supported. 97112 was given in a region that was adjusted")
    assert "The region is never changed to obtain a modifier." in wrong.fix
    assert wrong.verdict == "not_supported"
    assert "aca-ncci-2002" in sources(wrong)


def test_what_is_nowhere_in_the_record_rests_on_the_law_against_unsupported_claims():
    wrong = told(
        ct.review_claim(visit(**NECK), [("98940", 1, ()), ("97530", 1, ())]).wrong, "not_in_record", "97530"
    )
    assert wrong.says == "97530 is not supported. Nothing in the record supports it."
    assert sources(wrong) == {"usc-31-3729", "aca-1997"}


UNTOLD = {
    "no purpose": {"contact": "one_on_one"},
    "no purpose, in a group": {"contact": "group"},
    "no purpose, and no contact": {},
    "purposes of two codes": {"contact": "one_on_one", "purpose": ["strength", "balance"]},
}


CODED_BY_PURPOSE = ["97110", "97112", "97124", "97140", "97530"]
MAY_BE = {
    "no purpose": [*CODED_BY_PURPOSE, "97014", "97750"],
    "no purpose, in a group": ["97150"],
    "no purpose, and no contact": [*CODED_BY_PURPOSE, "97150", "97014", "97750"],
    "purposes of two codes": ["97110", "97112"],
}


def taken_off(said, number):
    seen = visit(**NECK, services=[{"activity": "session", "minutes": 15} | said])
    wrong = ct.review_claim(seen, [("98940", 1, ()), (number, 1, ())]).wrong
    return told(wrong, "not_in_record", number)


@pytest.mark.parametrize(("said", "number"), [(said, one) for said, codes in MAY_BE.items() for one in codes])
def test_a_code_for_which_the_note_says_too_little_is_not_called_nowhere_in_the_record(said, number):
    wrong = taken_off(UNTOLD[said], number)
    assert "The note " in wrong.says
    assert "Nothing in the record" not in wrong.says
    assert wrong.fix.startswith("Ask the clinician ")
    assert not sources(wrong) & {"usc-31-3729", "aca-1997"}


@pytest.mark.parametrize("said", UNTOLD)
@pytest.mark.parametrize("number", ["72040", "20560", "97810", "97150", "97124", "97014", "97112"])
def test_a_code_that_the_service_cannot_be_is_taken_off_and_nothing_is_asked_for_it(said, number):
    if number in MAY_BE[said]:
        return
    wrong = taken_off(UNTOLD[said], number)
    assert wrong.fix == f"Take {number} off the claim."
    advice = taken_off(UNTOLD[said] | {"home_instruction": True}, number)
    assert "leaflet" not in advice.says


def test_a_service_of_a_group_or_of_two_purposes_is_told_what_alone_it_can_be():
    assert "By the note 'session' can only be 97150." in taken_off({"contact": "group"}, "97112").says
    split = taken_off(UNTOLD["purposes of two codes"], "97124")
    assert "By the note 'session' can only be 97110 or 97112." in split.says
    alone = taken_off(UNTOLD["purposes of two codes"] | {"contact": "unattended"}, "97124")
    assert "By the note 'session' is no code: nobody was with the patient." in alone.says
    hands_on = {"contact": "group", "purpose": ["soft_tissue", "massage"]}
    together = taken_off(hands_on, "97124")
    assert "By the note 'session' is no code: what it was for is not given to a group." in together.says
    assert "nobody was with" not in together.says


def test_a_code_that_may_be_the_untold_service_is_not_swapped_for_that_of_another_one():
    untold = {"activity": "session", "minutes": 15, "contact": "one_on_one"}
    seen = visit(**NECK, services=[service("strength"), untold])
    review = ct.review_claim(seen, [("98940", 1, ()), ("97110", 1, ()), ("97124", 1, ("59",))])
    assert told(review.wrong, "not_in_record", "97124").fix.startswith(
        "Ask the clinician what the service was for"
    )
    # Where the note tells of each service what it was, the code is one too many.
    review = ct.review_claim(
        visit(**NECK, services=[service("strength")]),
        [("98940", 1, ()), ("97110", 1, ()), ("97124", 1, ("59",))],
    )
    assert told(review.wrong, "not_in_record", "97124").fix == "Take 97124 off the claim."


def test_an_examination_is_no_service_whose_purpose_is_missing_and_advice_is_told_as_the_reason():
    untold = {"activity": "session", "minutes": 15, "contact": "one_on_one"}
    seen = visit(**NECK, services=[untold | {"home_instruction": True}])
    review = ct.review_claim(seen, [("98940", 1, ()), ("97535", 1, ()), ("99213", 1, ("25",))])
    assert "Advice or a leaflet is part of the visit" in told(review.wrong, "not_in_record", "97535").says
    assert told(review.wrong, "not_in_record", "99213").says.endswith("Nothing in the record supports it.")


@pytest.mark.parametrize("place", ["rib", "craniocervical"])
def test_an_adjustment_of_a_place_that_may_be_either_is_not_called_nowhere_in_the_record(place):
    review = ct.review_claim(visit(adjusted=[place]), [("98940", 1, ()), ("97110", 1, ())])
    asked = told(review.unknown, "not_in_record", "98940")
    assert asked.says.startswith("98940 hangs on which bone was adjusted.")
    assert asked.fix == "Ask which bone or joint was adjusted. Until then leave 98940 off."
    assert told(review.wrong, "not_in_record", "97110").says.endswith("Nothing in the record supports it.")


@pytest.mark.parametrize("place", ["lumbar?", "zygopod"])
def test_a_level_that_an_unclear_place_may_reach_is_one_step_with_the_question(place):
    review = ct.review_claim(visit(adjusted=["C5", "T4", place]), [("98941", 1, ())])
    wrong = told(review.wrong, "not_in_record", "98941")
    assert f"What else was adjusted is not all understood ('{place}')" in wrong.says
    assert wrong.fix.startswith("Bill 98940 in place of 98941. Ask which bone or joint was adjusted.")
    assert not review.missing


def test_a_level_that_one_bone_of_a_junction_makes_is_one_question_and_no_line_is_missing():
    review = ct.review_claim(visit(adjusted=["C5", "T4", "thoracolumbar"]), [("98941", 1, ())])
    asked = told(review.unknown, "not_in_record", "98941")
    assert asked.fix == "Ask which bone or joint was adjusted. Until then bill 98940 in its place."
    assert (review.wrong, review.missing) == ((), ())


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ({"purpose": ["strength"], "deficit": "hip abduction 4-/5 left"}, "97150"),
        ({"purpose": ["strength"], "deficit": "hip abduction 4-/5 left", "aquatic": True}, "97150"),
        ({"code": "97032"}, "97014"),
        ({"code": "97035"}, "97039"),
    ],
)
def test_a_code_that_hangs_on_who_was_there_is_asked_about_where_the_note_does_not_say(said, number):
    lines = [("98940", 1, ()), (number, 1, ())]
    knee = {"activity": "session", "minutes": 15, "regions": ["knee"]} | said
    wrong = told(ct.review_claim(visit(**NECK, services=[knee]), lines).wrong, "not_in_record", number)
    assert wrong.verdict.value == "ask"
    assert wrong.says.startswith(f"{number} is not supported by the record as it is. ")
    assert "the note does not say so." in wrong.says
    assert wrong.fix.startswith("Ask whether ")
    # Where the note says it, or where no company would lead to the code, the code is another service.
    one_on_one = visit(**NECK, services=[knee | {"contact": "one_on_one"}])
    assert "Ask" not in told(ct.review_claim(one_on_one, lines).wrong, "not_in_record", number).fix
    other = ct.review_claim(visit(**NECK, services=[knee]), [("98940", 1, ()), ("97140", 1, ())])
    assert not told(other.wrong, "not_in_record", "97140").says.startswith("97140 is not supported. 97")


def test_the_number_that_gives_place_to_another_at_the_payer_hangs_on_who_was_there_too():
    current = {"code": "97032", "minutes": 15, "regions": ["knee"]}
    lines = [("98940", 1, ()), ("G0283", 1, ("GP",))]
    review = ct.review_claim(visit("federal_va", **NECK, services=[current]), lines)
    assert told(review.wrong, "not_in_record", "G0283").fix == (
        "Ask whether the clinician was with this patient throughout."
    )


def test_of_two_codes_of_which_the_record_tells_neither_none_is_told_to_go():
    pulled = {"code": "97012", "purpose": ["manual_traction"], "minutes": 15, "contact": "one_on_one"}
    seen = visit(**NECK, services=[pulled | {"activity": "traction", "regions": ["knee"]}])
    for number in ("97012", "97140"):
        wrong = told(
            ct.review_claim(seen, [("98940", 1, ()), (number, 1, ())]).wrong, "not_in_record", number
        )
        assert "Nothing in the record says which of the two it was." in wrong.says
        assert wrong.fix == "Ask what was done. The record is mended to that, and never to fit a code."


@pytest.mark.parametrize(
    ("seen", "number", "says"),
    [
        (
            {"evaluation": {"code": "99219", "separate": True}},
            "99213",
            "an examination under 99219, a code that no table here holds.",
        ),
        (
            {"services": [{"code": "97999", "activity": "laser", "minutes": 10}]},
            "97110",
            "'laser' under 97999, a code that no table here holds.",
        ),
    ],
)
def test_what_the_record_has_under_an_unknown_code_is_named(seen, number, says):
    review = ct.review_claim(visit(**NECK, **seen), [("98940", 1, ()), (number, 1, ())])
    wrong = told(review.wrong, "not_in_record", number)
    assert wrong.says == f"{number} is not supported. The record has {says}"
    assert wrong.fix == f"Ask what was done. {number} is not put in its place."


@pytest.mark.parametrize(
    ("notice", "mark", "is_open"),
    [
        (None, "AT", True),
        (None, "GA", True),
        (None, "GZ", True),
        ("none", "AT", True),
        ("none", "GZ", True),
        ("none", "GA", False),
        ("required", "GA", True),
        ("required", "GZ", False),
    ],
)
def test_where_care_is_not_told_the_mark_of_it_is_asked_about_unless_the_notice_denies_it(
    notice, mark, is_open
):
    told_of = {"abn": notice} if notice else {}
    seen = visit("medicare", care=None, adjusted=["C5"], **told_of)
    review = ct.review_claim(seen, [("98940", 1, (mark,))])
    assert review.passes is is_open
    if is_open:
        asked = told(review.unknown, "modifiers", "98940")
        assert asked.verdict == "ask"
        assert asked.fix.startswith("Ask whether improvement is expected.")
    else:
        assert told(review.wrong, "modifiers", "98940").fix == f"Take {mark} off."


@pytest.mark.parametrize(
    ("notice", "passes"), [(None, True), ("none", False), ("voluntary", False), ("required", True)]
)
def test_ga_on_maintenance_is_asked_about_where_the_note_tells_of_no_notice(notice, passes):
    told_of = {"abn": notice} if notice else {}
    seen = visit("medicare", care="maintenance", adjusted=["C5"], **told_of)
    review = ct.review_claim(seen, [("98940", 1, ("GA",))])
    assert review.passes is passes
    if notice is None:
        asked = told(review.unknown, "modifiers", "98940")
        assert asked.fix == "Ask for the signed notice. It cannot be signed afterwards."
    assert not ct.review_claim(seen, [("98940", 1, ("AT",))]).passes
    assert not ct.review_claim(seen, [("98940", 1, ("GA", "GZ"))]).passes
    assert not ct.review_claim(seen, [("98940", 1, ())]).passes


@pytest.mark.parametrize(
    ("notice", "on", "passes"),
    [
        (None, "2026-03-04", True),
        ("none", "2026-03-04", False),
        ("required", "2026-03-04", False),
        (None, "2010-03-31", False),
    ],
)
def test_gx_is_asked_about_where_the_note_tells_of_no_notice(notice, on, passes):
    told_of = {"abn": notice} if notice else {}
    seen = visit("medicare", on, care="active", **NECK, services=[service("strength")], **told_of)
    lines = [("98940", 1, ("AT",)), ("97110", 1, ("GP", "GX", "GY"))]
    review = ct.review_claim(seen, lines)
    assert review.passes is passes
    if passes:
        assert told(review.unknown, "modifiers", "97110").fix == "Ask for the notice."
    # A voluntary notice is of what is excluded: on an adjustment, or where nothing is excluded, GX has no place.
    assert not ct.review_claim(seen, [("98940", 1, ("AT", "GX")), ("97110", 1, ("GP", "GY"))]).passes
    paid = visit(**NECK, services=[service("strength")])
    assert not ct.review_claim(paid, [("98940", 1, ()), ("97110", 1, ("GX",))]).passes


@pytest.mark.parametrize("on", ["2020-01-01", "2020-09-30"])
def test_59_is_open_where_it_is_not_held_whether_an_edit_joined_the_two(on):
    seen = visit(on=on, **NECK, services=[service("balance")])
    lines = [("98940", 1, ()), ("97112", 1, ("59",))]
    review = ct.review_claim(seen, lines)
    assert review.passes
    asked = told(review.unknown, "modifiers", "97112")
    assert asked.verdict == "no_data"
    assert "Whether an edit joined it to 98940 on that day" in asked.says
    assert ct.review_claim(seen, [("98940", 1, ()), ("97112", 1, ())]).passes
    # 59 says another region: of the adjusted one that is untrue whatever an edit says.
    neck = visit(on=on, **NECK, services=[service("balance", regions=["cervical"])])
    assert told(ct.review_claim(neck, lines).wrong, "modifiers", "97112").fix == "Take 59 off."
    # XP names a practitioner of whom the note has nothing, and beside nothing no edit is in question.
    assert not ct.review_claim(seen, [("98940", 1, ()), ("97112", 1, ("XP",))]).passes
    alone = visit(on=on, services=[service("balance")])
    assert told(ct.review_claim(alone, [("97112", 1, ("59",))]).wrong, "modifiers", "97112")


def test_59_between_therapies_is_open_before_the_first_release_and_wrong_where_no_pair_is_held():
    services = [service("strength", contact="group"), service("balance")]
    lines = [("97150", 1, ()), ("97112", 1, ("59",))]
    before = ct.review_claim(visit(on="2024-06-30", services=services), lines)
    assert told(before.unknown, "modifiers", "97112").fix == "Look the pair up in CMS's file of that quarter."
    two = visit(on="2024-07-01", services=[service("strength"), service("balance")])
    assert told(ct.review_claim(two, [("97110", 1, ()), ("97112", 1, ("59",))]).wrong, "modifiers", "97112")


@pytest.mark.parametrize("on", ["2024-06-30", "2024-07-01"])
def test_25_beside_needles_is_never_struck_where_an_edit_joins_them_or_may(on):
    needles = {"code": "97810", "activity": "needles", "minutes": 15, "contact": "one_on_one"}
    seen = visit(on=on, evaluation={"code": "99213", "separate": True}, services=[needles])
    assert ct.review_claim(seen, [("99213", 1, ("25",)), ("97810", 1, ())]).passes
    # On the needles 25 has no place, and beside exercise it is not called for.
    assert not ct.review_claim(seen, [("99213", 1, ("25",)), ("97810", 1, ("25",))]).passes
    trained = visit(on=on, evaluation={"code": "99213", "separate": True}, services=[service("strength")])
    assert not ct.review_claim(trained, [("99213", 1, ("25",)), ("97110", 1, ())]).passes


def test_a_knee_that_was_adjusted_and_trained_takes_nothing_from_an_open_59():
    seen = visit(on="2020-05-01", adjusted=["C5", "knee"], services=[service("balance", regions=["knee"])])
    review = ct.review_claim(seen, [("98940", 1, ()), ("98943", 1, ()), ("97112", 1, ("59",))])
    assert not [one for one in review.wrong if one.rule == "modifiers"]


@pytest.mark.parametrize(("regions", "passes"), [(["knee"], True), ([], True), (["lumbar"], False)])
def test_a_side_is_asked_about_where_the_note_does_not_tell_the_place(regions, passes):
    seen = visit(**NECK, services=[service("strength", regions=regions)])
    review = ct.review_claim(seen, [("98940", 1, ()), ("97110", 1, ("RT",))])
    assert review.passes is passes
    asked = [one for one in review.unknown if one.rule == "modifiers"]
    assert [one.fix for one in asked] == ([] if regions else ["Ask which region was treated."])
    assert not ct.review_claim(visit(**NECK), [("98940", 1, ("RT",))]).passes


def test_a_mark_of_care_stays_wrong_where_the_note_tells_or_nobody_asks_for_it():
    kept = visit("medicare", care="maintenance", abn="none", adjusted=["C5"])
    assert not ct.review_claim(kept, [("98940", 1, ("AT",))]).passes
    assert not ct.review_claim(
        visit("commercial_ncci", care=None, adjusted=["C5"]), [("98940", 1, ("GZ",))]
    ).passes
    before_at = visit("medicare", "2004-09-30", care="active", adjusted=["C5"])
    assert ct.review_claim(before_at, [("98940", 1, ())]).passes
    for mark in ("GA", "GZ"):
        assert not ct.review_claim(before_at, [("98940", 1, (mark,))]).passes
    joint = visit("medicare", care=None, adjusted=["knee"])
    assert not ct.review_claim(joint, [("98943", 1, ("AT", "GY"))]).passes


def test_a_question_that_keeps_a_service_off_the_claim_is_repeated_and_a_settled_one_is_not():
    seen = visit(**NECK, services=[service(deficit=""), service("strength")])
    review = ct.review_claim(seen, [("98940", 1, ()), ("97110", 1, ())])
    assert review.passes
    assert [(one.rule, one.code) for one in review.unknown if one.verdict == "ask"] == [("deficit", "97112")]
    assert "data_age" in [one.rule for one in review.unknown]
    current = ct.review_claim(visit(on="2024-07-01", **NECK), [("98940", 1, ())])
    assert "data_age" not in [one.rule for one in current.unknown]


def test_wrong_units_are_told_with_the_count_and_where_it_stands():
    wrong = told(
        ct.review_claim(visit(**BOARD), [("98940", 1, ()), ("97112", 2, ("59",))]).wrong, "units", "97112"
    )
    assert "Each code stands alone: 16 minutes make 1 unit of 97112." in wrong.says
    assert wrong.fix == "Bill 1. No minute is made up."
    assert "cpt-time-rule" in sources(wrong)


def test_a_line_as_recorded_is_right_and_rests_on_what_put_it_there():
    review = ct.review_claim(visit(**BOARD), [("98940", 1, ()), ("97112", 1, ("59",))])
    for line in review.claim.lines:
        right = told(review.right, "as_recorded", line.code)
        assert (right.citations, right.vintage) == (line.findings[0].citations, line.findings[0].vintage)
        assert right.fix == ""
    assert {one.verdict for one in review.unknown} <= {"ask", "contested", "no_data"}
