"""Learn how a chiropractic visit becomes a claim: codes, units, regions, modifiers, payers, RVUs.

The public calls are gathered here and loaded when first used: importing the package reads no file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cptedu.on_demand import offered_by

if TYPE_CHECKING:
    from cptedu.analysis.audit import audit
    from cptedu.engine.coding import code_visit
    from cptedu.engine.compare import compare_payers
    from cptedu.engine.review import review_claim
    from cptedu.errors import CpteduError, NotInDataError
    from cptedu.explain import claim_as_html, claim_as_text, claim_to_print
    from cptedu.facts.counties import locality_of_county
    from cptedu.facts.regions import region_of
    from cptedu.facts.schedule import years_held
    from cptedu.model import Claim, ClaimLine, Evaluation, Finding, Service, Unbilled, Verdict, Visit
    from cptedu.payers import load_payer, payer
    from cptedu.rules.allowed_amount import allowed_amount, allowed_amounts, conversion_factor
    from cptedu.rules.cmt_level import cmt_level
    from cptedu.rules.exercise_code import exercise_code
    from cptedu.rules.mue import mue
    from cptedu.rules.price import price
    from cptedu.rules.ptp_edit import ptp_edit
    from cptedu.rules.relative_values import relative_values
    from cptedu.rules.technique import technique
    from cptedu.rules.therapy_threshold import therapy_threshold
    from cptedu.rules.timed_units import timed_units
    from cptedu.visit.written.claim_file import load_claim
    from cptedu.visit_file import load_visit, save_visit

__version__ = "0.1.0"

_HOME = {
    "Claim": "model",
    "ClaimLine": "model",
    "CpteduError": "errors",
    "Evaluation": "model",
    "Finding": "model",
    "NotInDataError": "errors",
    "Service": "model",
    "Unbilled": "model",
    "Verdict": "model",
    "Visit": "model",
    "allowed_amount": "rules.allowed_amount",
    "allowed_amounts": "rules.allowed_amount",
    "audit": "analysis.audit",
    "claim_as_html": "explain",
    "claim_as_text": "explain",
    "claim_to_print": "explain",
    "cmt_level": "rules.cmt_level",
    "code_visit": "engine.coding",
    "compare_payers": "engine.compare",
    "conversion_factor": "rules.allowed_amount",
    "exercise_code": "rules.exercise_code",
    "load_claim": "visit.written.claim_file",
    "load_payer": "payers",
    "load_visit": "visit_file",
    "locality_of_county": "facts.counties",
    "mue": "rules.mue",
    "payer": "payers",
    "price": "rules.price",
    "ptp_edit": "rules.ptp_edit",
    "region_of": "facts.regions",
    "relative_values": "rules.relative_values",
    "review_claim": "engine.review",
    "save_visit": "visit_file",
    "technique": "rules.technique",
    "therapy_threshold": "rules.therapy_threshold",
    "timed_units": "rules.timed_units",
    "years_held": "facts.schedule",
}

__all__ = [
    "Claim",
    "ClaimLine",
    "CpteduError",
    "Evaluation",
    "Finding",
    "NotInDataError",
    "Service",
    "Unbilled",
    "Verdict",
    "Visit",
    "__version__",
    "allowed_amount",
    "allowed_amounts",
    "audit",
    "claim_as_html",
    "claim_as_text",
    "claim_to_print",
    "cmt_level",
    "code_visit",
    "compare_payers",
    "conversion_factor",
    "exercise_code",
    "load_claim",
    "load_payer",
    "load_visit",
    "locality_of_county",
    "mue",
    "payer",
    "price",
    "ptp_edit",
    "region_of",
    "relative_values",
    "review_claim",
    "save_visit",
    "technique",
    "therapy_threshold",
    "timed_units",
    "years_held",
]


__getattr__ = offered_by(globals(), _HOME)


def __dir__() -> list[str]:
    return sorted(__all__)
