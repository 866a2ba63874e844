"""What templates of rounds lean on."""

from django import template

from huanzhi.plan.rounds.terms import due_words

register = template.Library()
register.filter("until", due_words)
