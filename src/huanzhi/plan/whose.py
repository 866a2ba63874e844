"""所属地区 Whose plan one is, and how the departments of another district are kept apart from ours of the same name."""

from huanzhi.plan.models import Document

BEFORE = "生态环境"
MARK = "·"


def district_of(title: str) -> str:
    """The district that a title names before 生态环境; empty when it names none.

    >>> district_of("长春市朝阳区生态环境保护“十四五”规划"), district_of("节水规划")
    ('长春市朝阳区', '')
    """
    before, found, _after = title.strip("《》 ").partition(BEFORE)
    return before.strip()[:60] if found else ""


def abroad(district: str) -> str:
    """The district when it is another than that of the plan read in first; else empty."""
    home = Document.objects.order_by("pk").values_list("district", flat=True).first()
    return district if home and home != district else ""


def named(name: str, district: str) -> str:
    """The name under which a department is kept: that of another district carries the district."""
    return name if not district or name.startswith(district) else f"{district}{MARK}{name}"
