"""`huanzhi devices password`: set, told, never written down."""

import pytest
from click.testing import CliRunner

from huanzhi.config.cli.main import cli
from huanzhi.ledger.models import Entry
from huanzhi.monitoring.models import Command, Device, DevicePassword

pytestmark = pytest.mark.django_db


@pytest.fixture
def device():
    return Device.objects.create(code="MN1", name="一号")


def run(*words):
    return CliRunner().invoke(cli, ["devices", "password", *words])


def test_a_password_is_set_and_never_shown(device):
    done = run("MN1", "--password", "abc123")
    assert done.exit_code == 0
    assert DevicePassword.objects.get().current == "abc123"
    assert "abc123" not in done.output + str([entry.plain() for entry in Entry.objects.all()])


def test_the_device_is_told_when_asked(device):
    run("MN1", "--password", "abc123", "--tell")
    assert Command.objects.get().cn == "1072"


def test_what_cannot_be_is_refused(device):
    assert "has 6 characters, not 3" in str(run("MN1", "--password", "abc").exception)
    assert isinstance(run("MN2", "--password", "abc123").exception, LookupError)
