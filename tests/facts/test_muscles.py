"""Muscles as notes name them, and the regions that they reach."""

from __future__ import annotations

import pytest

from cptedu.facts.muscles import muscle_regions
from cptedu.facts.regions import PlaceError, region_of, regions
from cptedu.facts.tables import rows

# Origin and insertion by an atlas of anatomy, written down apart from the table: a region that the muscle certainly reaches.
REACHES = {
    "cervical": """cervical paraspinals; C5-C6 paraspinals; neck paraspinals; suboccipitals; levator scapulae; L lev
        scap; upper traps; R UT; SCM; scalenes; anterior scalene; splenius capitis; semispinalis; longus
        colli; deep neck flexors; cervical multifidi; cervical erector spinae; trapezius; rhomboid minor;
        cervical extensors""",
    "thoracic": """thoracic paraspinals; T4-8 paraspinals; mid back paraspinals; rhomboids; rhomboid major; middle
        trapezius; lower traps; lats; latissimus dorsi; longissimus; iliocostalis thoracis; psoas; serratus
        posterior superior; thoracolumbar fascia""",
    "lumbar": """lumbar paraspinals; low back paraspinals; lumbar erector spinae; erector spinae; multifidus;
        quadratus lumborum; left QL; iliopsoas; psoas; hip flexors; latissimus; lumbosacral paraspinals;
        diaphragm; transversus abdominis""",
    "sacral": "piriformis; gluteus maximus; glutes; multifidus; pelvic floor; deep hip rotators; lumbosacral paraspinals",
    "pelvic": "iliacus; gluteus medius; glute min; TFL; quadratus lumborum; hip abductors; iliopsoas",
    "head": "masseter; temporalis; pterygoids; lateral pterygoid; SCM; frontalis; occipitalis; suprahyoids",
    "upper_extremities": """rotator cuff; supraspinatus; infraspinatus; teres minor; subscapularis; deltoids; biceps; triceps;
        brachialis; forearm extensors; wrist flexors; brachioradialis; pronator teres; pecs; pec minor;
        pectoralis major; serratus anterior; rhomboids""",
    "lower_extremities": """hamstrings; biceps femoris; quads; vastus medialis; rectus femoris; adductors; gracilis; sartorius;
        gastrocnemius; gastrocs; soleus; calf; tibialis anterior; tib post; peroneals; popliteus; IT band;
        ITB; TFL; piriformis""",
    "rib_cage": "intercostals; diaphragm; pectoralis minor; serratus anterior; scalenes; rectus abdominis",
    "abdomen": "rectus abdominis; obliques; transversus abdominis; abs",
}


@pytest.mark.parametrize(
    ("muscle", "where"),
    [(" ".join(one.split()), where) for where, said in REACHES.items() for one in said.split(";")],
)
def test_a_muscle_reaches_its_region(muscle, where):
    assert where in muscle_regions(muscle)
    assert where in muscle_regions(f"right {muscle}".upper())


@pytest.mark.parametrize(
    ("muscle", "reached"),
    [
        ("upper trapezius", ("cervical", "upper_extremities")),
        ("Upper_Trapezius", ("cervical", "upper_extremities")),
        ("right trapezius muscle, upper", ("cervical", "upper_extremities")),
        ("middle traps", ("thoracic", "upper_extremities")),
        ("levator-scapulae", ("cervical", "upper_extremities")),
        ("rhomboid", ("cervical", "thoracic", "upper_extremities")),
        ("bilateral  QL", ("lumbar", "pelvic", "rib_cage")),
        ("psoas", ("thoracic", "lumbar", "lower_extremities")),
        ("QL and hamstring", ("lumbar", "pelvic", "rib_cage", "lower_extremities")),
        ("hamstrings", ("lower_extremities",)),
        ("lat hamstring", ("lower_extremities",)),  # the outer hamstring, no latissimus
        ("levator ani", ("sacral", "pelvic")),
        ("lumbar paraspinals", ("lumbar",)),
        ("biceps femoris", ("lower_extremities",)),
        ("biceps brachii", ("upper_extremities",)),
        ("tibialis anterior", ("lower_extremities",)),
    ],
)
def test_the_regions_of_a_muscle_are_these_and_no_more(muscle, reached):
    assert muscle_regions(muscle) == reached


@pytest.mark.parametrize(
    "said", ["", "a muscle of no table", "trapezoid ligament", "knots", "muscle", "right", "lat"]
)
def test_what_the_table_does_not_know_reaches_no_region(said):
    assert muscle_regions(said) == ()


def test_every_row_names_regions_in_body_order_and_each_muscle_stands_once():
    order = [one.name for one in regions()]
    for row in rows("muscles.csv"):
        reached = row["regions"].split()
        assert reached
        assert reached == sorted(set(reached), key=order.index)
    names = [row["muscle"].lower() for row in rows("muscles.csv")]
    assert len(names) == len(set(names))


def _along_the_spine():
    ends = " paraspinals"
    named = [(row["muscle"].removesuffix(ends), row["regions"].split()) for row in rows("muscles.csv")]
    return [one for one, row in zip(named, rows("muscles.csv"), strict=True) if row["muscle"].endswith(ends)]


# "Tx" is as often treatment, "Cx" the cervix, "dorsal" the back of a hand: beside a muscle alone they are parts of the spine.
@pytest.mark.parametrize(
    ("name", "reached"), [one for one in _along_the_spine() if one[0] not in {"Cx", "Tx", "Lx", "dorsal"}]
)
def test_a_part_of_the_spine_is_read_the_same_of_its_muscles_and_by_itself(name, reached):
    try:
        found = [region_of(name)]
    except PlaceError as asked:
        found = list(asked.may_be)
    assert found == reached


@pytest.mark.parametrize(
    ("name", "region"), [("C/S", "cervical"), ("c/s", "cervical"), ("T/S", "thoracic"), ("t/s", "thoracic")]
)
def test_a_short_form_of_a_part_of_the_spine_is_that_part(name, region):
    assert region_of(name) == region
