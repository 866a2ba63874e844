"""Words of assessments in templates."""

from django import template

from huanzhi.plan.assessment.words import TASK_STATES

register = template.Library()


@register.filter
def task_state(word: str) -> str:
    """A task's state as it counts; of anything else the word itself."""
    return str(TASK_STATES.get(word, word))
