"""A sample of the mangled inputs that fuzz_readers.py and fuzz_tables.py, in tests/benchmarks, feed by the hundred thousand."""

import importlib.util
from pathlib import Path

import pytest


def load(name="fuzz_readers"):
    path = Path(__file__).parent / "benchmarks" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
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


def test_of_a_mangled_table_only_the_packages_own_error_comes_back():
    came = load("fuzz_tables").run(400, 14, asked=8)
    assert came["refused"] > 150
    assert came["read"] > 80
    assert came["answered"] > 50
