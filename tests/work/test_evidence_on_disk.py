"""`huanzhi evidence verify` and `huanzhi doctor` notice an original that is gone or changed."""

from uuid import uuid4

import pytest
from click.testing import CliRunner
from tests.work.photos import photo

from huanzhi.config.cli.evidence import evidence
from huanzhi.config.health import attachments
from huanzhi.ledger.verbs import SYSTEM
from huanzhi.people.actions import create_user, grant, save_organisation
from huanzhi.people.models import User
from huanzhi.work.actions import open_case
from huanzhi.work.actions.evidence import Capture, attach_evidence
from huanzhi.work.attachments.storage import arrive, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(tmp_path, settings):
    settings.ATTACHMENTS = tmp_path
    town = save_organisation(SYSTEM("t"), "TOWN", {"name": "TOWN"})
    grant(SYSTEM("t"), create_user(SYSTEM("t"), "grid", "grid"), town, "grid")
    case = open_case(SYSTEM("t"), "fire-point", town, "Straw fire", "fire:1", "e1", {})
    actor = User.objects.get(username="grid").as_actor("t")
    files = [arrive([photo(colour=(n, n, n))]) for n in range(3)]
    return [attach_evidence(actor, case, file, "a", Capture(key=uuid4())) for file in files]


def test_all_whole(held):
    done = CliRunner().invoke(evidence, ["verify"])
    assert (done.exit_code, done.stdout) == (0, "3 originals, 0 wrong\n")
    (finding,) = attachments()
    assert (finding.state, finding.detail) == ("ok", "3 originals, the newest 3 have their hash")


def test_one_gone_and_one_changed(held):
    place(held[0].sha256).unlink()
    place(held[1].sha256).chmod(0o600)
    place(held[1].sha256).write_bytes(b"forged")
    done = CliRunner().invoke(evidence, ["verify"])
    assert done.exit_code == 1
    assert "3 originals, 2 wrong" in done.output
    assert held[0].sha256[:12] in done.output
    assert CliRunner().invoke(evidence, ["verify", "--newest", "1"]).exit_code == 0
    (finding,) = attachments()
    assert finding.state == "wrong"
    assert "1 originals are gone" in finding.detail
    assert "huanzhi evidence verify" in finding.remedy
