"""Verbs of measures: a figure is computed, never typed in; what a document states says so."""

from huanzhi.measures.actions.computing import keep_figure, refresh
from huanzhi.measures.actions.freezing import freeze
from huanzhi.measures.actions.refused import Refused
from huanzhi.measures.actions.sets import define_member_set
from huanzhi.measures.actions.stated import enter_figure

__all__ = ["Refused", "define_member_set", "enter_figure", "freeze", "keep_figure", "refresh"]
