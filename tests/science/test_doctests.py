"""The examples in the docstrings of the pure floor, and of the pure modules above it, are true."""

import doctest
import importlib
import inspect
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


INSIDE = {
    "evaluation",
    "frames",
    "threads",
    "ladder",
    "soil",
    "verdict",
}  # what people do not call themselves


def public_functions():
    """Functions of the standards that people are meant to call: of a module, or what a package offers."""
    for found in pkgutil.iter_modules(huanzhi.standards.__path__):
        if found.name in INSIDE:
            continue
        module = importlib.import_module(f"huanzhi.standards.{found.name}")
        for name in getattr(module, "__all__", dir(module)):
            one = inspect.unwrap(getattr(module, name)) if callable(getattr(module, name)) else None
            if (
                inspect.isfunction(one)
                and not name.startswith("_")
                and one.__module__.startswith(module.__name__)
            ):
                yield f"{module.__name__}.{name}", one


@pytest.mark.parametrize(("name", "function"), list(public_functions()))
def test_every_public_function_of_the_standards_has_an_example(name, function):
    if (
        name != "huanzhi.standards.library.read"
    ):  # reads a data file's text; every test of the shelf is its example
        assert ">>>" in (function.__doc__ or ""), name
