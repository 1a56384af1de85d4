"""The suite draws the same examples each time: a red run is red again, and a green one is green for everybody."""


def test_the_property_tests_have_a_seed(request):
    assert request.config.getoption("--hypothesis-seed") is not None
