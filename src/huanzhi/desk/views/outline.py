"""The plan's outline with its tasks."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huanzhi.desk.selection import chosen
from huanzhi.plan.models import Document
from huanzhi.plan.queries import tasks_of


def outline(request: HttpRequest) -> HttpResponse:
    """Chapters, sections, and under each what departments answer for."""
    chose = chosen(request)
    document = Document.objects.visible_to(request.user).get(pk=chose.document.pk)
    tasks: dict[tuple[int, int], list[Any]] = {}
    for task in tasks_of(document, request.user):
        tasks.setdefault((task.chapter, task.section), []).append(task)
    context = {"chose": chose, "document": document, "chapters": _chapters(document.outline, tasks)}
    return render(request, "desk/outline.html", context)


def _chapters(
    headings: list[dict[str, Any]], tasks: dict[tuple[int, int], list[Any]]
) -> list[dict[str, Any]]:
    chapters: list[dict[str, Any]] = []
    for heading in headings:
        if heading["level"] == 1:
            chapters.append({**heading, "sections": [], "tasks": tasks.get((heading["chapter"], 0), [])})
        elif heading["level"] == 2 and chapters:
            found = tasks.get((heading["chapter"], heading["section"]), [])
            chapters[-1]["sections"].append({**heading, "tasks": found})
    for chapter in chapters:
        chapter["count"] = len(chapter["tasks"]) + sum(
            len(section["tasks"]) for section in chapter["sections"]
        )
    return chapters
