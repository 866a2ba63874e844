"""Every page: there for who may see it, in both languages, whole without scripts, with a pinned count of queries."""

import json
import os
import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.desk.addresses import addresses

PINNED = Path(__file__).with_name("query_counts.json")
EVERYBODY = {"planner", "monitor", "ecology", "housing", "leader", "admin"}
WIDE = {"planner", "monitor", "leader", "admin"}
OWN = WIDE | {"ecology"}
INSTRUMENTS = (
    "devices", "device", "device-day", "device-silent", "device-unheard", "point", "hour", "frames",
    "frames-of-a-day", "frame", "frame-refused", "quarantine", "quarantine-group", "episodes", "suspicions",
)  # fmt: skip
# who gets a page; who is not named gets the second number
WHO = {
    "intakes": (WIDE, 403), "intake": (WIDE, 403), "ledger": (WIDE, 403),
    "ledger-entry": (WIDE, 403),
    **dict.fromkeys(INSTRUMENTS, (WIDE, 403)),
    "sign-ins": ({"admin"}, 403), "assessment-replay": (WIDE, 403), "assessment-today": (WIDE, 403),
    "case": (OWN, 404), "field-case": (OWN, 404), "duty": (OWN, 404), "department": (OWN, 404), "task": (OWN, 404),
    **dict.fromkeys(("annual-item", "duty-list", "problem", "rectification-item", "round-asked"), (OWN, 404)),
    "problem-new": ({"planner", "monitor", "ecology", "housing"}, 403),
}  # fmt: skip


ASKS_AGAIN = {"portal", "cockpit", "air", "station"}  # once more on a day when a station is silent


def named(demo):
    return addresses(demo)


def test_the_whole_matrix_of_roles_and_pages(demo, client):
    from huanzhi.people.models import User

    wrong = []
    for person in sorted(EVERYBODY):
        client.force_login(User.objects.get(username=person))
        for name, address in named(demo).items():
            seen, otherwise = WHO.get(name, (EVERYBODY, 403))
            wanted, got = 200 if person in seen else otherwise, client.get(address).status_code
            if got != wanted:
                wrong.append(f"{person} {name}: {got}, not {wanted}")
    assert wrong == [], "\n".join(wrong)


def test_nobody_gets_in_without_signing_in(demo, client):
    for name, address in named(demo).items():
        answer = client.get(address)
        if name.startswith("portal"):
            assert answer.status_code == 200
        else:
            assert answer.status_code in (302, 403), name
            if answer.status_code == 302:
                assert answer["Location"].startswith("/sign-in/?next="), name


def test_pages_ask_no_more_of_the_database_than_is_pinned(demo, as_person):
    client = as_person("planner")
    counts = {}
    for name, address in named(demo).items():
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts[name] = len(asked)
    if os.environ.get("PIN"):
        PINNED.write_text(json.dumps(counts, indent=1) + "\n", encoding="utf-8")
    pinned = json.loads(PINNED.read_text(encoding="utf-8"))
    allowed = {name: count + (name in ASKS_AGAIN) for name, count in pinned.items()}
    more = {name: (count, pinned.get(name)) for name, count in counts.items() if count > allowed.get(name, 0)}
    assert not more, "more queries than pinned (got, pinned); PIN=1 pytest tests/desk pins anew"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_speak_one_language(demo, as_person, language):
    """In English nothing of the interface is Chinese: only what the plan and the records say."""
    client = as_person("planner")
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = language
    for name, address in named(demo).items():
        page = client.get(address).content.decode()
        if name == "api":
            continue
        assert f'<html lang="{"zh-Hans" if language == "zh-hans" else "en"}"' in page, name
        menu = re.search(r'<nav class="side".*?</nav>', page, re.S)
        if menu and language == "en":
            assert not re.search(r"[\u4e00-\u9fff]", menu[0]), name
        if menu and language == "zh-hans":
            assert "驾驶舱" in menu[0]


def test_the_first_language_is_chinese_whatever_the_browser_prefers(demo, client):
    page = client.get("/", headers={"accept-language": "en-US,en;q=0.9"}).content.decode()
    assert '<html lang="zh-Hans"' in page


def test_charts_have_their_table_and_their_sentence(demo, as_person):
    page = as_person("planner").get(f"/desk/indicators/1/?year={demo.year}").content.decode()
    spec = json.loads(re.search(r'<script type="application/json" id="course">(.*?)</script>', page, re.S)[1])
    assert spec["target"]["value"] == 30
    assert [s["role"] for s in spec["series"]].count("ours") == 1
    assert 'data-chart="course" role="img" aria-label="' in page
    assert f"{demo.year}-0" in page.split("看成表格")[1]


def test_simulated_figures_are_marked_everywhere(demo, as_person, client):
    for address in ("/", f"/desk/?year={demo.year}", f"/desk/indicators/1/?year={demo.year}", "/desk/air/"):
        page = as_person("planner").get(address).content.decode()
        assert "模拟数据" in page
        assert page.count("模拟") >= 2, "the banner says so, and each figure beside itself"


def test_a_drawer_gets_only_the_step(demo, as_person):
    client = as_person("planner")
    whole = client.get(f"/desk/indicators/1/proof/?year={demo.year}").content.decode()
    part = client.get(f"/desk/indicators/1/proof/?year={demo.year}", headers={"hx-target": "drawer"})
    assert "<html" in whole
    assert "<html" not in part.content.decode()
    assert 'ol class="proof"' in part.content.decode()


@pytest.mark.parametrize("path", ["2026-13", "x", "2020-01/2020-01-01/NOBODY/more", "2020-01/nonsense"])
def test_a_step_that_is_not_there_is_not_found(demo, as_person, path):
    assert as_person("planner").get(f"/desk/indicators/1/proof/{path}/?year={demo.year}").status_code == 404


def test_the_theme_is_kept_without_scripts(demo, as_person):
    client = as_person("planner")
    client.post("/desk/theme/")
    assert 'data-theme="dark"' in client.get("/desk/").content.decode()
    client.post("/desk/theme/", {"theme": "light"})
    assert 'data-theme="light"' in client.get("/desk/").content.decode()


def test_words_in_the_search_cannot_break_the_page(demo, as_person):
    page = as_person("planner").get("/desk/find/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page
