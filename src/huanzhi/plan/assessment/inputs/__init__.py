"""What an assessment rests on, read from the records as of its cut-off; plain data, ready to be frozen."""

from huanzhi.plan.assessment.inputs.gathering import gather

__all__ = ["gather"]
