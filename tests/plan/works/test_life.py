"""Blockers, reductions and photos of a work."""

import io
from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from PIL import Image

from huanzhi.kit.actions import Unsound
from huanzhi.ledger.verbs import NotAllowed
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.works_blockers import raise_blocker, refer_blocker, settle_blocker
from huanzhi.plan.actions.works_photos import add_photo
from huanzhi.plan.actions.works_reductions import claim_reduction, verify_reduction
from huanzhi.plan.models import Blocker, Project, Reduction
from huanzhi.plan.works.queries import open_blockers
from huanzhi.work.attachments.storage import arrive, copy_of, original
from huanzhi.work.attachments.types import NotTaken

NOW = datetime(2024, 3, 1, 4, tzinfo=timezone.get_default_timezone())


def test_a_blocker_goes_to_the_meeting_and_is_settled_once(small):
    one = raise_blocker(small.actor("wei"), small.plant, "征地未完成", asks="请规自分局月底前交地", now=NOW)
    two = raise_blocker(small.actor("wei"), small.works["乙河清淤"], "配套未到位")
    assert list(open_blockers(small.document)) == [one, two]
    assert one.organisation.name == "水务局"
    one = refer_blocker(small.actor("fang"), one, "problem:7")
    assert (one.state, one.problem) == ("at_meeting", "problem:7")
    assert one in open_blockers(small.document)
    settle_blocker(small.actor("fang"), one, "土地已交付", "朝政纪〔2024〕3号", now=NOW)
    assert list(open_blockers(small.document)) == [two]
    with pytest.raises(Refused):
        settle_blocker(small.actor("fang"), one, "again")
    with pytest.raises(Unsound, match="settlement"):
        settle_blocker(small.actor("fang"), two, " ")


def test_the_department_raises_its_own_and_settles_none(small):
    with pytest.raises(NotAllowed):
        raise_blocker(small.actor("lin"), small.plant, "x")
    with pytest.raises(Unsound, match="title"):
        raise_blocker(small.actor("wei"), small.plant, "")
    held = raise_blocker(small.actor("wei"), small.plant, "征地未完成")
    with pytest.raises(NotAllowed):
        settle_blocker(small.actor("wei"), held, "x")
    with pytest.raises(IntegrityError, match="blocker_settled_with_words"), transaction.atomic():
        Blocker.objects.filter(pk=held.pk).update(state="settled", settled_at=NOW)


def test_a_reduction_counts_when_another_person_verified_it(small):
    held = claim_reduction(
        small.actor("wei"), small.plant, "cod", 2023, 120_000, "进出水浓度差×水量", now=NOW
    )
    with pytest.raises(NotAllowed):
        verify_reduction(small.actor("wei"), held, 100_000, "1号")
    row = verify_reduction(small.actor("fang"), held, 100_000, "朝环〔2024〕9号", "按实测水量", now=NOW)
    assert (row.verified_kg, row.verified_by.username) == (100_000, "fang")
    with pytest.raises(Refused):
        verify_reduction(small.actor("jiang"), row, 1, "2号")
    again = claim_reduction(small.actor("wei"), small.plant, "cod", 2023, 110_000, "更正", now=NOW)
    assert (again.pk, again.verified_kg, again.number) == (row.pk, None, "")


def test_a_planner_does_not_verify_an_own_claim_and_the_database_agrees(small):
    held = claim_reduction(small.actor("fang"), small.plant, "nh3n", 2023, 5_000, "x", now=NOW)
    with pytest.raises(NotAllowed):
        verify_reduction(small.actor("fang"), held, 5_000, "1号")
    rows = Reduction.objects.filter(pk=held.pk)
    for who in (held.claimed_by_id, None):
        with pytest.raises(IntegrityError, match="reduction_verified_by_another"), transaction.atomic():
            rows.update(verified_kg=1, verified_by=who, verified_at=NOW, number="1号")
    with pytest.raises(IntegrityError, match="reduction_verified_by_another"), transaction.atomic():
        rows.update(verified_kg=1, verified_by=small.users["jiang"], verified_at=NOW)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (("moon", 2023, 1, "x"), "pollutant"),
        (("cod", 2025, 1, "x"), "year"),
        (("cod", 2023, -1, "x"), "claimed_kg"),
        (("cod", 2023, 1, " "), "basis"),
    ],
)
def test_what_a_claim_lacks_is_named(small, said, field):
    with pytest.raises(Unsound) as told:
        claim_reduction(small.actor("wei"), small.plant, *said, now=NOW)
    assert set(told.value.errors) == {field}


def _photo(when=None):
    out = io.BytesIO()
    image = Image.new("RGB", (900, 700), (90, 120, 90))
    exif = image.getexif()
    exif[271] = "ACME"
    if when:
        exif.get_ifd(0x8769)[0x9003] = when
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_a_photo_keeps_its_original_and_its_copy_carries_nothing(small):
    octets = _photo("2023:06:01 10:00:00")
    photo = add_photo(
        small.actor("wei"), small.plant, arrive([octets]), "a/b\\工地.jpg", taken_on=date(2024, 1, 1),
        stage="started", note="基坑", now=NOW,
    )  # fmt: skip
    assert (photo.taken_on, photo.day_from_photo, photo.name) == (date(2023, 6, 1), True, "工地.jpg")
    assert original(photo.sha256).read_bytes() == octets
    public = copy_of(photo.sha256, "public")
    with Image.open(public) as image:
        assert dict(image.getexif()) == {}
    again = add_photo(small.actor("wei"), small.plant, arrive([octets]), "x.jpg", now=NOW)
    assert again.pk == photo.pk


def test_no_photo_no_other_departments_and_no_day_to_come(small):
    with pytest.raises(NotTaken):
        add_photo(small.actor("wei"), small.plant, arrive([b"text\n"]), "x.jpg", now=NOW)
    with pytest.raises(NotAllowed):
        add_photo(small.actor("lin"), small.plant, arrive([_photo()]), "x.jpg", now=NOW)
    with pytest.raises(Unsound, match="taken_on"):
        add_photo(
            small.actor("wei"), small.plant, arrive([_photo()]), "x.jpg", taken_on=date(2024, 3, 2), now=NOW
        )


def test_a_department_sees_the_works_of_its_tasks(small):
    def names(who):
        return {work.name for work in Project.objects.visible_to(small.users[who])}

    assert names("wei") == {"新建甲厂", "乙河清淤"}
    assert names("lin") == {"丙园"}
    assert len(names("zhang")) == len(names("fang")) == 3
    raise_blocker(small.actor("wei"), small.plant, "征地未完成")
    assert Blocker.objects.visible_to(small.users["lin"]).count() == 0
    assert Blocker.objects.visible_to(small.users["wei"]).count() == 1
