"""A sample of the mangled files that tests/benchmarks/fuzz_cms_files.py feeds to the update by the hundred thousand."""

import importlib.util
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).parents[1] / "benchmarks" / "fuzz_cms_files.py"


@pytest.mark.parametrize("seed", [21, 22])
def test_only_the_packages_own_error_comes_back_and_nothing_is_written_then(seed):
    spec = importlib.util.spec_from_file_location("fuzz_cms_files", BENCHMARK)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    came = module.run(400, seed)
    assert came["refused"] > 150
    assert came["read"] > 50
