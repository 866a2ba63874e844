"""Originals: on the disk before anybody is told, once for each hash, checked whenever they are read."""

import os
import stat

import pytest
from tests.work.photos import photo

from huanzhi.work.attachments import storage
from huanzhi.work.attachments.storage import Damaged, arrive, copy_of, drop, keep, original, place, verify
from huanzhi.work.attachments.types import NotTaken


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.ATTACHMENTS, settings.LANGUAGE_CODE = tmp_path / "attachments", "en"
    return settings.ATTACHMENTS


def kept(octets: bytes) -> str:
    arrived = arrive([octets[:5], octets[5:]])
    keep(arrived)
    return arrived.sha256


def test_kept_under_its_hash_and_not_to_be_written(folder):
    sha256 = kept(b"a photograph")
    path = original(sha256)
    assert path == folder / sha256[:2] / sha256
    assert path.read_bytes() == b"a photograph"
    assert not stat.S_IMODE(path.stat().st_mode) & 0o222
    assert not list((folder / "arriving").iterdir())


def test_the_same_octets_are_kept_once(folder):
    first = kept(b"the same")
    node = place(first).stat().st_ino
    assert kept(b"the same") == first
    assert place(first).stat().st_ino == node


def test_synced_before_it_is_known(folder, monkeypatch):
    order = []
    monkeypatch.setattr(os, "fsync", lambda handle: order.append(os.readlink(f"/proc/self/fd/{handle}")))
    sha256 = kept(b"on the disk")
    assert [name.startswith(str(folder / "arriving")) for name in order] == [True, False, False]
    assert order[1:] == [str(place(sha256).parent), str(folder)]


def test_a_changed_or_lost_original_is_noticed(folder):
    sha256, lost, whole = kept(b"first"), kept(b"second"), kept(b"third")
    place(sha256).chmod(0o600)
    place(sha256).write_bytes(b"forged")
    place(lost).unlink()
    with pytest.raises(Damaged, match="no longer has its hash"):
        original(sha256)
    said = list(verify([sha256, lost, whole]))
    assert len(said) == 2
    assert "is gone" in said[1]


def test_a_whole_copy_mends_a_damaged_original(folder):
    sha256 = kept(b"first")
    place(sha256).chmod(0o600)
    place(sha256).write_bytes(b"forged")
    kept(b"first")
    assert original(sha256).read_bytes() == b"first"


def test_too_much_is_refused_while_it_comes(folder, monkeypatch):
    monkeypatch.setattr(storage, "largest", lambda: 10)
    with pytest.raises(NotTaken, match="too large"):
        arrive(b"12345" for _ in range(10**9))
    assert not list((folder / "arriving").iterdir())


def test_what_is_dropped_leaves_nothing(folder):
    arrived = arrive([b"x"])
    drop(arrived)
    drop(arrived)
    assert not list((folder / "arriving").iterdir())


def test_copies_are_made_once_and_can_be_thrown_away(folder):
    sha256 = kept(photo(2000, 1000))
    small = copy_of(sha256, "small")
    assert copy_of(sha256, "small") == small
    small.unlink()
    assert copy_of(sha256, "small").stat().st_size < copy_of(sha256, "public").stat().st_size
    assert b"Exif" not in copy_of(sha256, "public").read_bytes()
    assert b"Exif" in original(sha256).read_bytes()
