"""A folder of the user's own for each test, and tables that are read anew after an update.

The files that the tests make are of 2027. The tables beside them are those of the course without that year, so that nothing
changes here once the real one is held.
"""

import sys
from contextlib import contextmanager

import pytest
from other_tables import copy_of_the_tables, leave_out_from, reading_from

from cptedu.cms_files import update as updating
from cptedu.cms_files.release import Told
from cptedu.facts import own_tables


def forget_what_was_looked_up():
    for name, module in list(sys.modules.items()):
        if name.startswith("cptedu."):
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear") and getattr(value, "__module__", "") == name:
                    value.cache_clear()


@pytest.fixture(scope="module", autouse=True)
def before_2027(tmp_path_factory):
    """Let the tables of the course end before the files that are read begin."""
    folder = copy_of_the_tables(tmp_path_factory.mktemp("before-2027"))
    leave_out_from(folder, "2027-01-01")
    with reading_from(folder):
        yield


@contextmanager
def unseen(file):
    yield lambda count: None


@pytest.fixture
def own_folder(tmp_path, monkeypatch):
    """Give the folder in which the user's tables lie, empty at first."""
    monkeypatch.setenv("CPTEDU_USERS_FOLDER", str(tmp_path / "of this user"))
    forget_what_was_looked_up()
    yield own_tables.own_folder()
    forget_what_was_looked_up()


@pytest.fixture
def forget():
    """Give the function after which every answer is looked up anew."""
    return forget_what_was_looked_up


@pytest.fixture
def update(own_folder):
    """Give the function that reads files into the user's tables, after which every answer is looked up anew."""

    def call(*paths, begins=None, track=None, part=None):
        outcomes = updating.update(paths, Told(begins, track, part), unseen)
        forget_what_was_looked_up()
        return outcomes

    return call
