"""Verb of photos of works 工程照片: the original is kept under its hash; its own day and place are read."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from huanzhi.kit.actions import Unsound
from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.plan.actions.works import own, today_of
from huanzhi.plan.models import Project, WorkPhoto
from huanzhi.plan.works.lists import stages
from huanzhi.work.attachments.content import tell
from huanzhi.work.attachments.images import measure, taken
from huanzhi.work.attachments.storage import Arrived, keep
from huanzhi.work.attachments.types import NotTaken


@verb("plan.add-photo")
def add_photo(
    actor: Actor,
    project: Project,
    file: Arrived,
    name: str,
    *,
    taken_on: date | None = None,
    stage: str = "",
    note: str = "",
    now: datetime | None = None,
) -> WorkPhoto:
    """Keep a photo of a work; the day is the photo's own where it has one, else the one given, else today.

    NotTaken when the file is no image; the same file again gives the same photo.
    """
    now = now or timezone.now()
    own(actor, project)
    if stage and stage not in stages():
        raise Unsound({"stage": [_("no stage is called %(code)s") % {"code": stage}]})
    kind = tell(file.path)
    if not kind.image:
        raise NotTaken(_("a photo of a work is a JPEG, PNG or WebP image"))
    if held := WorkPhoto.objects.filter(project=project, sha256=file.sha256).first():
        record(project, reason=f"photo {held.pk} came again")
        return held
    width, height = measure(file.path, kind)
    said = taken(file.path)
    day = timezone.localdate(said.at) if said.at else taken_on or today_of(now)
    if day > today_of(now):
        raise Unsound({"taken_on": [_("%(day)s is still to come") % {"day": day}]})
    keep(file)
    placed = said.lon is not None and said.lat is not None
    photo = WorkPhoto.objects.create(
        project=project,
        sha256=file.sha256,
        name=(name.replace("\\", "/").rsplit("/", 1)[-1].strip() or f"photo{kind.suffix}")[:120],
        media=kind.media,
        size=file.size,
        width=width,
        height=height,
        taken_on=day,
        day_from_photo=said.at is not None,
        lon=Decimal(f"{said.lon:.6f}") if placed else None,
        lat=Decimal(f"{said.lat:.6f}") if placed else None,
        stage=stage,
        note=note.strip(),
        user_id=actor.user_id,
        by=actor.name,
        received_at=now,
        simulated=project.simulated,
    )
    record(project, after={"photo": photo.pk, "sha256": photo.sha256, "taken_on": day}, reason=photo.note)
    return photo
