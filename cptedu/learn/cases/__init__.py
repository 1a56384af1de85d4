"""Cases: visits, minutes, prices, sums and facts, each with its answer. They are the tests and the exercises at once.

A case is a ``[[case]]`` table of a TOML file. What is wrong in a file is said in plain words, with its line.
"""

from cptedu.learn.cases.asked import ASKED_FORM, Asked, read_asked
from cptedu.learn.cases.case import KINDS, TOPICS, Case
from cptedu.learn.cases.case_answers import Outcome, check
from cptedu.learn.cases.case_files import CaseFolder, case, cases, load_cases, load_folder
from cptedu.learn.cases.case_sums import OPERATIONS, to_the_last_place
from cptedu.learn.cases.offered import offered

__all__ = [
    "ASKED_FORM",
    "KINDS",
    "OPERATIONS",
    "TOPICS",
    "Asked",
    "Case",
    "CaseFolder",
    "Outcome",
    "case",
    "cases",
    "check",
    "load_cases",
    "load_folder",
    "offered",
    "read_asked",
    "to_the_last_place",
]
