"""The methods of this pack's measures."""

from pathlib import Path

from huanzhi.measures.method import methods

METHODS = methods(Path(__file__).with_name("methods.toml"))
