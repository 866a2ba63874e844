"""The examples in the docstrings of the pure floor, and of the pure modules above it, are true."""

import doctest
import importlib
import pkgutil

import pytest

import huanzhi.science
import huanzhi.standards
import huanzhi.wire

ROOMS = (huanzhi.science, huanzhi.standards, huanzhi.wire)
NAMES = [m.name for room in ROOMS for m in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")]
NAMES += [
    "huanzhi.measures.curves",
    "huanzhi.measures.computation",
    "huanzhi.measures.forecast",
    "huanzhi.ledger.chain",
]


@pytest.mark.parametrize("name", NAMES)
def test_examples(name):
    failed, _tried = doctest.testmod(importlib.import_module(name))
    assert not failed


def test_there_are_examples():
    tried = sum(doctest.testmod(importlib.import_module(name)).attempted for name in NAMES)
    assert tried >= 30, tried
