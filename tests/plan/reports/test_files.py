"""Files of a report: the same bytes each time and elsewhere, every number a link, the mark of simulated data."""

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from tests.plan.reports.reading import addresses, words
from tests.plan.reports.sample import SITE, figure, sample

from huanzhi.plan.reports.content import digest, numbers
from huanzhi.plan.reports.rendering import render
from huanzhi.plan.reports.structure import laid_out

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def files():
    content = sample()
    return {form: render(content, form) for form in ("docx", "pdf")}


def test_same_bytes_twice_and_in_another_process(files):
    assert {form: render(sample(), form) for form in files} == files
    command = [sys.executable, "-m", "tests.plan.reports.sample"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "huanzhi.config.settings", "PYTHONHASHSEED": "7"}
    said = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    ).stdout
    assert said.split() == [hashlib.sha256(files[form]).hexdigest() for form in ("docx", "pdf")]


def test_another_number_gives_other_bytes(files):
    content = sample()
    content["blocks"][1]["text"][1]["value"] = "33"
    content["blocks"][5]["rows"][0][2][0]["value"] = "33"
    assert all(render(content, form) != octets for form, octets in files.items())


def test_word_file_has_every_number_as_a_link(files):
    document = Document(io.BytesIO(files["docx"]))
    held = {key: rel.target_ref for key, rel in document.part.rels.items() if rel.is_external}
    linked = {}
    for link in document.element.body.iter(qn("w:hyperlink")):
        key = link.get(qn("r:id"))
        if key:
            linked.setdefault(held[key], []).append("".join(t.text or "" for t in link.iter(qn("w:t"))))
    for number in numbers(sample()):
        shown = linked[SITE + number["proof"]]
        assert any(text.startswith(number["value"]) for text in shown), number
    marks = {mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))}
    anchors = {link.get(qn("w:anchor")) for link in document.element.body.iter(qn("w:hyperlink"))} - {None}
    assert anchors
    assert anchors <= marks


def test_word_file_is_in_the_form_of_offices(files):
    document = Document(io.BytesIO(files["docx"]))
    first = document.sections[0]
    assert [round(x.mm) for x in (first.page_width, first.top_margin, first.left_margin)] == [210, 37, 28]
    assert [section.orientation for section in document.sections] == [0, 1, 0]
    heads = list(document.element.body.iter(qn("w:tblHeader")))
    assert len(heads) == len(document.tables)
    fonts = zipfile.ZipFile(io.BytesIO(files["docx"])).read("word/fontTable.xml").decode()
    assert 'w:name="仿宋_GB2312"><w:altName w:val="仿宋"' in fonts
    for section in document.sections:
        assert "模拟" in section.header.paragraphs[0].text, "the mark stands on every page"


def test_pdf_holds_every_number_and_its_address(files):
    said, links = words(files["pdf"]), addresses(files["pdf"])
    for number in numbers(sample()):
        assert number["value"] in said, number
        assert SITE + number["proof"] in links, number
    assert "数据来源索引" in said
    assert "模拟数据" in said
    assert f"{SITE}/portal/verify/{digest(sample())}/" in links


def test_what_was_measured_carries_no_mark():
    plain = sample(simulated=False)
    assert "模拟数据" not in words(render(plain, "pdf"))
    document = Document(io.BytesIO(render(plain, "docx")))
    assert all(not section.header.paragraphs[0].text for section in document.sections)


def test_annexes_stand_after_the_signature():
    report = laid_out(sample())
    assert [group["wide"] for group in report["annexes"]] == [True]
    assert [block["kind"] for group in report["body"] for block in group["blocks"]].count("table") == 1
    body = "".join(
        t.text or "" for t in Document(io.BytesIO(render(sample(), "docx"))).element.body.iter(qn("w:t"))
    )
    assert body.index("2024年1月15日") < body.index("任务一览", body.index("2024年1月15日"))


def test_what_is_wrong_is_named():
    with pytest.raises(ValueError, match="'indicator-1-2023' stands twice"):
        sample(blocks=[{"kind": "paragraph", "text": [figure(1), figure(1, "33")]}])
    with pytest.raises(ValueError, match="row 1: 1 cells for 2 columns"):
        sample(
            blocks=[
                {"kind": "table", "caption": "x", "head": ["a", "b"], "rows": [[["1"]]], "widths": [1, 1]}
            ]
        )
    with pytest.raises(LookupError, match="form 'odt': a report is made as docx, pdf"):
        render(sample(), "odt")


def test_english_has_its_own_marks_and_words():
    report = laid_out(sample(language="en"))
    assert report["words"]["index"] == "Index of data sources"
    assert report["body"][0]["blocks"][0]["mark"] == "1. "
