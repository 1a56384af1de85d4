"""The public calls are there under their names, wherever their rooms have moved to."""

from __future__ import annotations

import pytest

import cptedu as ct


@pytest.mark.parametrize("name", sorted(set(ct.__all__) - {"__version__"}))
def test_every_public_name_loads_and_explains_itself(name):
    assert getattr(ct, name).__doc__


def test_a_name_that_is_not_public_is_refused():
    with pytest.raises(AttributeError, match="no attribute 'regions_of_everything'"):
        ct.regions_of_everything  # noqa: B018
