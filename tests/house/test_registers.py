"""Every declared register has its page and both languages; one without is refused."""

from pathlib import Path
from types import SimpleNamespace

from tests.house.rules.registers import registers

from huanzhi.kit.register import registers as declared

ROOT = Path(__file__).resolve().parents[2]


def fake(field: str) -> SimpleNamespace:
    meta = SimpleNamespace(
        verbose_name="区域 well" if field == "没有英文" else "well",
        verbose_name_plural="wells",
        get_field=lambda name: SimpleNamespace(verbose_name=field),
    )
    return SimpleNamespace(name="well", model=SimpleNamespace(_meta=meta), form_fields=["depth"])


def test_kept():
    assert registers(ROOT, declared()) == []


def test_a_register_without_a_page_is_refused(tmp_path):
    assert any("no page" in line for line in registers(tmp_path, [fake("depth")]))


def test_a_page_in_one_language_is_refused(tmp_path):
    page = tmp_path / "docs" / "reference" / "registers" / "well.md"
    page.parent.mkdir(parents=True)
    page.write_text("# wells\n")
    assert any("no page in both languages" in line for line in registers(tmp_path, [fake("depth")]))


def test_a_field_in_one_language_is_refused(tmp_path):
    assert any("well.depth: no Chinese" in line for line in registers(tmp_path, [fake("depth")]))
    assert any("well.depth: no English" in line for line in registers(tmp_path, [fake("没有英文")]))
