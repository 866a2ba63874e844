"""A small report with every kind of block, and the same made in another process."""

import hashlib
import sys

from huanzhi.plan.reports import blocks as b
from huanzhi.plan.reports.content import Content, complete

SITE = "https://huanzhi.example"


def figure(no: int, value: str = "32", unit: str = "μg/m³") -> b.Number:
    """A figure of an indicator."""
    return b.number(
        value, unit, f"/desk/indicators/{no}/proof/?year=2023", f"indicator-{no}-2023", f"指标{no}"
    )


def sample(simulated: bool = True, number: str = "", language: str = "zh-hans", **more: object) -> Content:
    """The content of a small report."""
    rows = [[str(no), f"指标名称{no}", [figure(no)], "≤30"] for no in range(1, 15)]
    long = [[f"T{no:03}", *["文字内容"] * 9] for no in range(1, 30)]
    parts = [
        b.heading("总体情况"),
        b.paragraph(*b.filled("全区细颗粒物浓度为{value}，办结{cases}。", value=figure(1), cases=cases())),
        b.heading("大气环境", 2),
        b.line_chart(
            "浓度历年变化", "μg/m³", ["2021", "2022", "2023"], [("朝阳区", [35, None, 32])], 30, [figure(1)]
        ),
        b.bar_chart("案件", "件", ["一", "二"], [("立案", [3, 4]), ("结案", [2, 4])]),
        b.table("指标进展", ["序号", "指标", "2023年", "目标"], rows, [1, 4, 2, 2]),
        b.note("注：来源见", figure(2), "。"),
        b.annex("附件"),
        b.table("任务一览", [f"列{no}" for no in range(10)], long, [1] * 10),
    ]
    made = b.report(
        "annual-report", "关于规划\n2023年度落实情况的报告", parts, issuer="区生态环境局", number=number,
        day="2024-01-15", to="区委、区政府", attachments=["任务一览"], signatures=[("联系人", "某人")],
        simulated=simulated,
    )  # fmt: skip
    return complete({**made, **more}, language, SITE, {"kind": "annual-report", "year": 2023})


def cases() -> b.Number:
    """A count."""
    return b.number("128", "件", "/desk/rates/", "cases", "办结案件")


def main() -> None:
    """Print the hashes of both files: what another process makes of the same content."""
    import django

    django.setup()
    from huanzhi.plan.reports.rendering import render

    for form in ("docx", "pdf"):
        print(hashlib.sha256(render(sample(), form)).hexdigest())


if __name__ == "__main__":
    sys.exit(main())
