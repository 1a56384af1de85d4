"""What an audit kept before a file of CMS was read, or forgotten, is worked out once more."""

from datetime import date

import made_cms_files as made
import pytest

from cptedu.analysis.audit.assumed import LoggedClaim
from cptedu.analysis.audit.judging import judged_all
from cptedu.analysis.audit.kept import KeptAnswers
from cptedu.cms_files.update import forget as forget_files

LINES = (("98940", 1, ("AT",), None), ("97112", 1, ("59", "GP"), None))
CLAIM = LoggedClaim("medicare", date(2027, 1, 20), LINES, ("M99.01",))


@pytest.fixture
def parts(tmp_path):
    def call():
        return KeptAnswers(tmp_path / "parts")

    return call


def test_answers_by_other_tables_of_the_users_own_are_not_used(update, forget, parts, tmp_path):
    def worked_out():
        return judged_all([CLAIM], kept=parts())[1]

    assert (worked_out(), worked_out()) == (1, 0)
    update(*made.laid(tmp_path, made.all_four()))
    assert (worked_out(), worked_out()) == (1, 0)
    forget_files("gpci2027")
    forget()
    assert worked_out() == 1
