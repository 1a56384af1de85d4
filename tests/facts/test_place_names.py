"""Words of anatomy: each is read in its true region, or refused without pointing to another one."""

from __future__ import annotations

import re

import pytest

import cptedu as ct
from cptedu.facts.regions import region_of
from cptedu.facts.tables import rows

# Where each bone, joint, muscle or part lies, by any atlas of anatomy. A muscle or part that spans regions has each of them.
TRUE_REGIONS = {
    "cervical": """atlas axis occiput dens odontoid neck nape larynx trachea thyroid hyoid platysma longus_colli
        longus_capitis sternohyoid omohyoid splenius_cervicis semispinalis_cervicis suboccipitals
        rectus_capitis obliquus_capitis carotid cricoid""",
    "thoracic": "costovertebral costotransverse interscapular thoracic_spine midback longissimus_thoracis rotatores_thoracis",
    "lumbar": "lumbar_spine low_back small_of_the_back cauda_equina",
    "sacral": "sacrum coccyx tailbone sacrococcygeal sacral_ala",
    "pelvic": "sacroiliac ilium ischium pubis innominate pubic_symphysis iliac_crest obturator levator_ani",
    "head": """skull cranium mandible maxilla zygoma vomer ethmoid sphenoid lacrimal palatine temporal parietal
        frontal jaw temporomandibular mastoid orbit masseter temporalis pterygoid buccinator frontalis
        orbicularis mentalis forehead chin cheek nose ear eye tongue tooth nasal incus malleus stapes""",
    "upper_extremities": """humerus radius ulna scapula clavicle shoulder elbow wrist hand finger thumb palm scaphoid lunate
        triquetrum pisiform trapezium trapezoid capitate hamate metacarpal metacarpus carpus glenohumeral
        acromioclavicular sternoclavicular scapulothoracic radioulnar radiocarpal carpometacarpal
        metacarpophalangeal acromion coracoid olecranon epicondyle deltoid biceps_brachii triceps brachialis
        brachioradialis supinator pronator anconeus supraspinatus infraspinatus teres_minor subscapularis
        coracobrachialis palmaris forearm axilla armpit knuckle lumbricals thenar hypothenar arm""",
    "lower_extremities": """femur tibia fibula patella talus calcaneus navicular cuboid cuneiform metatarsal metatarsus tarsus
        hip knee ankle foot toe hallux heel thigh calf shin leg meniscus malleolus trochanter acetabulum
        subtalar talocrural tibiofibular patellofemoral tarsometatarsal metatarsophalangeal quadriceps
        hamstrings gastrocnemius soleus plantaris popliteus sartorius gracilis adductor_longus pectineus
        vastus_lateralis biceps_femoris semitendinosus semimembranosus tibialis peroneus fibularis achilles
        plantar_fascia sole instep arch""",
    "rib_cage": "sternum manubrium xiphoid breastbone costochondral sternocostal intercostals chest costal_cartilage",
    "abdomen": "belly navel umbilicus stomach liver spleen ileum jejunum duodenum pancreas colon appendix cecum gallbladder",
}
ANY_WORDS = """atlases ankel alter ilia tales tallus sternal sacral humerous fibular radial humor shine chine plum
    lungs kidney vertebrae disc nerve ligament muscle fascia tendon bursa cartilage tarsal carpal carpel
    neckline heal shins chins hippo elbows altar mantle sacrament libra lumen servical cervix pelvimetry
    head_and_neck pelt axes axle C5x knees"""
WORDS = [(word.replace("_", " "), where) for where, words in TRUE_REGIONS.items() for word in words.split()]


def suggested(refused: ct.CpteduError) -> str | None:
    found = re.search(r"Did you mean '(.*?)'\?", str(refused))
    return found[1] if found else None


@pytest.mark.parametrize(("word", "where"), WORDS)
def test_a_word_of_anatomy_is_read_in_its_region_or_points_to_no_other(word, where):
    for name in (word, f"left {word}", f"{word}s", word.upper()):
        try:
            assert region_of(name) == where
        except ct.CpteduError as refused:
            near = suggested(refused)
            assert near is None or region_of(near) == where


@pytest.mark.parametrize(
    ("word", "where"),
    [
        ("talus", "lower_extremities"),
        ("mandible", "head"),
        ("sternum", "rib_cage"),
        ("scapula", "upper_extremities"),
        ("tibia", "lower_extremities"),
        ("ulna", "upper_extremities"),
    ],
)
def test_bones_that_were_taken_for_others_by_their_spelling_are_held(word, where):
    assert region_of(word) == where


def mistypings(word: str) -> set[str]:
    """Give every word that is one letter short of it, or has two neighbours exchanged."""
    short = {word[:n] + word[n + 1 :] for n in range(len(word))}
    return short | {word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(len(word) - 1)}


def test_a_mistyped_name_never_points_to_a_place_of_another_region():
    held = {row["name"]: row["stands_for"] for row in rows("place_names.csv")}
    held |= {row["place"]: row["region"] for row in rows("places.csv") if len(row["place"]) > 4}
    names = {word: where for word, where in held.items() if word.isalpha() and len(word) > 4}
    helped = 0
    for word, where in names.items():
        for mistyped in mistypings(word):
            try:
                region_of(mistyped)
            except ct.CpteduError as refused:
                near = suggested(refused)
                assert near is None or region_of(near) == where, (mistyped, near)
                helped += near is not None
    assert helped > len(names)


@pytest.mark.parametrize("word", ANY_WORDS.split())
def test_a_suggestion_is_one_letter_away_at_most_from_what_was_written(word):
    try:
        region_of(word.replace("_", " "))
    except ct.CpteduError as refused:
        near = suggested(refused)
        assert near is None or abs(len(near) - len(word)) <= 1


@pytest.mark.parametrize(
    "number", ["29540", "97112", "C9", "T13", "5", "15202-00", "44113", "C12", "SI1", "L45"]
)
def test_a_number_in_a_place_gets_no_suggestion(number):
    with pytest.raises(ct.CpteduError) as refused:
        region_of(number)
    assert suggested(refused.value) is None


def test_no_name_stands_in_two_tables():
    names = [row["name"].lower() for row in rows("place_names.csv")]
    names += [row["name"].lower() for row in rows("ambiguous_places.csv")]
    names += [row["place"].lower() for row in rows("places.csv")]
    twice = {name for name in names if names.count(name) > 1}
    assert twice == set()
