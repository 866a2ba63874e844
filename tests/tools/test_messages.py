"""The catalogue tool, on a small package of its own."""

import gettext
import importlib.util
from pathlib import Path

import pytest

TOOL = Path(__file__).resolve().parents[2] / "tools" / "messages.py"
spec = importlib.util.spec_from_file_location("messages", TOOL)
messages = importlib.util.module_from_spec(spec)
spec.loader.exec_module(messages)

CODE = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
a = _("Open")
b = ngettext("%(n)s case", "%(n)s cases", 2)
c = pgettext("noun", "Plan")
"""
TEMPLATE = """{% load i18n %}
  <p>{% trans "Close" %} it's {{ x|default:_("None") }}
{% blocktranslate trimmed with n=n %}
  Due in {{ n }} days
{% endblocktranslate %}</p>
"""


@pytest.fixture
def package(tmp_path):
    here = tmp_path / "shop"
    (here / "templates" / "shop").mkdir(parents=True)
    (here / "apps.py").write_text('"""The app."""\n')
    (here / "views.py").write_text(CODE)
    (here / "templates" / "shop" / "page.html").write_text(TEMPLATE)
    return here


def fill(package, **said):
    place = messages.catalogue(package)
    text = place.read_text()
    for key, value in said.items():
        id_ = key.replace("_", " ")
        text = text.replace(f'msgid "{id_}"\nmsgstr ""', f'msgid "{id_}"\nmsgstr "{value}"')
    place.write_text(text)


def complete(package):
    messages.update(package)
    fill(package, Open="打开", Close="关闭", Plan="规划", None_="", **{"None": "无"})
    text = messages.catalogue(package).read_text()
    text = text.replace('msgstr[0] ""', 'msgstr[0] "%(n)s 件"')
    text = text.replace('days"\nmsgstr ""', 'days"\nmsgstr "还有 %(n)s 天"')
    messages.catalogue(package).write_text(text)


def test_finds_what_code_and_templates_speak(package):
    assert messages.wanted(package) == {
        (None, "Open"),
        (None, ("%(n)s case", "%(n)s cases")),
        ("noun", "Plan"),
        (None, "Close"),
        (None, "None"),
        (None, "Due in %(n)s days"),
    }


def test_complete_catalogue_passes_compiles_and_speaks(package):
    complete(package)
    assert messages.check(package.parent) == []
    assert messages.compile_(package)
    with messages.catalogue(package).with_suffix(".mo").open("rb") as file:
        words = gettext.GNUTranslations(file)
    assert words.gettext("Close") == "关闭"
    assert words.ngettext("%(n)s case", "%(n)s cases", 3) == "%(n)s 件"
    assert words.pgettext("noun", "Plan") == "规划"


def test_update_is_stable_keeps_and_drops(package):
    complete(package)
    before = messages.catalogue(package).read_bytes()
    messages.update(package)
    assert messages.catalogue(package).read_bytes() == before
    assert b"views.py" not in before
    (package / "views.py").write_text(CODE.replace('_("Open")', '_("Begin")'))
    assert messages.update(package) == 1
    text = messages.catalogue(package).read_text()
    assert "Open" not in text
    assert "关闭" in text
    assert "Begin" in text


@pytest.mark.parametrize(
    ("was", "becomes", "complaint"),
    [
        ('msgstr "打开"', 'msgstr ""', "not translated: 'Open'"),
        ('msgid "Open"', '#, fuzzy\nmsgid "Open"', "fuzzy: 'Open'"),
        ("还有 %(n)s 天", "还有 %(days)s 天", "placeholders differ"),
        ('msgid "Open"', 'msgid "Opened"', "no longer spoken: 'Opened'"),
        ('msgid "Open"', 'msgid "Opened"', "missing from the catalogue: 'Open'"),
    ],
)
def test_check_names_each_flaw(package, was, becomes, complaint):
    complete(package)
    place = messages.catalogue(package)
    assert was in place.read_text()
    place.write_text(place.read_text().replace(was, becomes))
    assert any(complaint in flaw for flaw in messages.check(package.parent))


def test_one_word_has_one_translation(package):
    complete(package)
    other = package.parent / "till"
    other.mkdir()
    (other / "apps.py").write_text("")
    (other / "views.py").write_text('a = _("Close")')
    messages.update(other)
    fill(other, Close="结案")
    assert any("'结案' here, '关闭' in shop" in flaw for flaw in messages.check(package.parent))
