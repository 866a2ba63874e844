"""The examples in the docstrings hold."""

import doctest
import importlib

import pytest

NAMES = ["hours", "reach", "standing", "terms"]


@pytest.mark.parametrize("name", NAMES)
def test_examples(name):
    held = doctest.testmod(importlib.import_module(f"huanzhi.monitoring.recompute.{name}"))
    assert held.attempted
    assert not held.failed
