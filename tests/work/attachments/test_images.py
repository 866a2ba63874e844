"""What a camera wrote is read; copies carry none of it."""

import io
from datetime import datetime, timedelta, timezone

from PIL import Image
from tests.work.photos import photo

from huanzhi.work.attachments.images import Taken, copy, taken


def test_time_and_place_of_the_camera(tmp_path):
    path = tmp_path / "p"
    path.write_bytes(photo())
    said = taken(path)
    assert said.at == datetime(2026, 10, 17, 14, 7, tzinfo=timezone(timedelta(hours=8)))
    assert (round(said.lon, 6), round(said.lat, 6)) == (125.29, 43.83)
    assert said.camera == "Example Phone 1"


def test_what_says_nothing_says_nothing(tmp_path):
    path = tmp_path / "p"
    path.write_bytes(photo(gps=False))
    assert (taken(path).lon, taken(path).lat) == (None, None)
    path.write_bytes(b"not a photo")
    assert taken(path) == Taken()


def test_a_copy_has_no_metadata_is_upright_and_small(tmp_path):
    path = tmp_path / "p"
    path.write_bytes(photo(4000, 3000))
    made = copy(path, 1600)
    with Image.open(io.BytesIO(made)) as image:
        assert image.format == "JPEG"
        assert image.size == (1200, 1600)  # turned as the camera said
        assert not dict(image.getexif())
        assert "exif" not in image.info
        assert "comment" not in image.info
    for secret in (b"Exif", b"Example", b"Phone 1", b"2026:10:17"):
        assert secret in path.read_bytes()
        assert secret not in made


def test_what_is_hidden_after_the_image_does_not_pass(tmp_path):
    path = tmp_path / "p"
    path.write_bytes(photo() + b"<script>hidden</script>")
    assert b"hidden" not in copy(path, 480)


def test_a_transparent_image_stands_on_white(tmp_path):
    path = tmp_path / "p"
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(path, "PNG")
    with Image.open(io.BytesIO(copy(path, 40))) as image:
        assert image.convert("L").getextrema()[0] > 250
