"""Questions 待定问题: what the plan leaves open, and the owner's answer under the amendment procedure."""

from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from huanzhi.desk.forms import Answer
from huanzhi.desk.selection import chosen
from huanzhi.kit.access import actor_of, sends
from huanzhi.plan.actions import answer_question
from huanzhi.plan.models import Indicator, Question
from huanzhi.plan.words import KINDS, question_text


def questions(request: HttpRequest) -> HttpResponse:
    """Open ones by kind, then the answered ones."""
    chose = chosen(request)
    rows = list(chose.document.questions.all())
    kinds = list(KINDS)
    waiting = sorted((q for q in rows if q.answered_at is None), key=lambda q: (kinds.index(q.kind), q.pk))
    context = {
        "chose": chose,
        "groups": [
            (KINDS[kind], kind, [(q, question_text(q)) for q in found])
            for kind, found in groupby(waiting, lambda q: q.kind)
        ],
        "open": len(waiting),
        "answered": [(q, question_text(q)) for q in rows if q.answered_at is not None],
        "amendments": chose.document.amendments.all(),
    }
    return render(request, "desk/questions.html", context)


@sends("plan.answer-question")
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: the place in the text, and the form to answer it."""
    chose = chosen(request)
    item = get_object_or_404(Question.objects.visible_to(request.user), document=chose.document, pk=pk)
    known = Indicator.objects.visible_to(request.user)
    actor = actor_of(request)
    form = Answer(request.POST or None, user=request.user, question=item)
    if request.method == "POST" and form.is_valid():
        answer_question(actor, item, **form.cleaned_data)
        messages.success(request, _("Answered. What it changes in the plan stands as an amendment."))
        return redirect("desk:question", pk=pk)
    number = item.about.removeprefix("indicator:") if item.about.startswith("indicator:") else ""
    context = {
        "chose": chose,
        "question": item,
        "text": question_text(item),
        "kind": KINDS[item.kind],
        "indicator": known.filter(document=chose.document, no=number).first() if number else None,
        "task_code": item.about.removeprefix("task:") if item.about.startswith("task:") else "",
        "codes": str(item.facts.get("ids", "")).split("、") if item.facts.get("ids") else [],
        "form": form,
        "may_answer": actor.may("plan.answer-question"),
        "amendments": item.amendments.all(),
    }
    return render(request, "desk/question.html", context)
