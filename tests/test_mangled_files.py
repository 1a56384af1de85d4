"""A sample of the mangled inputs that tests/benchmarks/fuzz_readers.py feeds to the readers by the hundred thousand."""

import importlib.util
from pathlib import Path

import pytest


def load():
    path = Path(__file__).parent / "benchmarks" / "fuzz_readers.py"
    spec = importlib.util.spec_from_file_location("fuzz_readers", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("seed", [11, 12])
def test_only_the_packages_own_error_comes_back(seed):
    came = load().run(1500, seed)
    assert came["refused"] > 1000
    assert came["read"] > 10


def test_of_a_mangled_payer_file_only_the_packages_own_error_comes_back():
    came = load().payer_inputs(1500, 13)
    assert came["refused"] > 500
    assert came["read"] > 100


def test_of_a_mangled_claim_only_the_packages_own_error_comes_back():
    came = load().claim_inputs(1500, 14)
    assert came["refused"] > 100
    assert came["read"] > 100
