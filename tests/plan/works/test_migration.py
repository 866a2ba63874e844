"""Works that were there before get their codes in the printed order, plan by plan."""

from importlib import import_module
from types import SimpleNamespace


def test_codes_by_box_and_order_each_plan_its_own():
    """The function of the migration over rows as they were kept."""
    saved = []

    def row(pk, document, column):
        return SimpleNamespace(
            pk=pk, document_id=document, column=column, save=lambda update_fields: saved.append(update_fields)
        )

    rows = [row(5, 1, 2), row(7, 1, 2), row(3, 1, 4), row(9, 2, 2)]
    ordered = SimpleNamespace(
        order_by=lambda *names: rows if names == ("document_id", "column", "pk") else []
    )
    apps = SimpleNamespace(get_model=lambda *_names: SimpleNamespace(objects=ordered))
    import_module("huanzhi.plan.migrations.0002_works").number_works(apps, None)
    assert [(r.pk, r.code, r.key) for r in rows] == [
        (5, "W01", "1-W01"), (7, "W02", "1-W02"), (3, "W03", "1-W03"), (9, "W01", "2-W01"),
    ]  # fmt: skip
    assert saved == [["code", "key"]] * 4
