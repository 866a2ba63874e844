"""Huanzhi 环治: a district's ecological-environment plan, from promise to proof."""

__version__ = "0.1.0"
