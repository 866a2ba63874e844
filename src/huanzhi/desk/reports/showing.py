"""A report on a screen: the same laid-out content as in print, its charts as pictures."""

import base64
from typing import Any

from huanzhi.plan.reports import charts
from huanzhi.plan.reports.content import Content
from huanzhi.plan.reports.structure import laid_out


def shown(content: Content) -> dict[str, Any]:
    """The report for the template."""
    report = laid_out(content, within=True)
    report["blocks"] = [
        block
        for group in (*report["body"], *report["annexes"])
        for block in (*_annex(group), *group["blocks"])
    ]
    for block in report["blocks"]:
        if block["kind"] == "chart":
            drawn = charts.svg(block, content["words"])
            block["picture"] = "data:image/svg+xml;base64," + base64.b64encode(drawn.encode()).decode()
        elif block["kind"] == "table":
            block["rows"] = [
                list(zip(row, block["aligns"], block["head"], strict=True)) for row in block["rows"]
            ]
    report["title"] = report["title"].split("\n")
    return report


def _annex(group: dict[str, Any]) -> list[dict[str, Any]]:
    """The heading of an annex."""
    return [{"kind": "heading", "level": 1, "mark": "", "text": group["annex"]}] if group["annex"] else []
