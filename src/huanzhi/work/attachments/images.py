"""Images 图像: measured before they are opened, their metadata read, copies made that carry none of it."""

import io
import warnings
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageOps

from huanzhi.science.shanghai import OFFSET
from huanzhi.work.attachments.types import NotTaken, Type

SMALL, PUBLIC, QUALITY = 480, 1600, 80


@dataclass(frozen=True)
class Taken:
    """What the camera wrote into a photo: when and where it was taken, with what."""

    at: datetime | None = None
    lon: float | None = None
    lat: float | None = None
    camera: str = ""


def _open(path: Path, formats: list[str]) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit is ours, in `measure`
        return Image.open(path, formats=formats)


def measure(path: Path, kind: Type) -> tuple[int, int]:
    """Width and height, from the head alone; NotTaken for an image that is broken or has too many pixels."""
    try:
        with _open(path, [kind.code.upper()]) as image:
            width, height = image.size
            if width * height > kind.pixels:
                raise NotTaken(
                    _("the image has %(width)s × %(height)s pixels: too many")
                    % {"width": width, "height": height}
                )
            image.draft("RGB", (64, 64))
            image.load()
    except NotTaken:
        raise
    except Exception as error:  # a decoder fails in as many ways as there are broken files
        raise NotTaken(_("the image is broken: it cannot be opened")) from error
    return width, height


def taken(path: Path) -> Taken:
    """What the photo says of itself; nothing where it says nothing or nonsense."""
    try:
        with _open(path, ["JPEG", "PNG", "WEBP"]) as image:
            tags = image.getexif()
            return Taken(_when(tags), *_where(tags), camera=_camera(tags))
    except Exception:  # what a camera wrote is a hint, never a ground to lose its photo
        return Taken()


def _camera(tags: Any) -> str:
    words = (str(tags.get(tag, "")).strip("\0 ") for tag in (ExifTags.Base.Make, ExifTags.Base.Model))
    return " ".join(word for word in words if word)[:80]


def _when(tags: Any) -> datetime | None:
    """The camera's own clock; without an offset it is taken for Shanghai's."""
    fine = tags.get_ifd(ExifTags.IFD.Exif)
    text = fine.get(ExifTags.Base.DateTimeOriginal)
    if not text:
        return None
    try:
        at = datetime.strptime(str(text).strip("\0 "), "%Y:%m:%d %H:%M:%S").replace(tzinfo=OFFSET)
        if offset := fine.get(ExifTags.Base.OffsetTimeOriginal):
            at = datetime.fromisoformat(f"{at:%Y-%m-%dT%H:%M:%S}{str(offset).strip()}")
    except ValueError:
        return None
    return at


def _where(tags: Any) -> tuple[float | None, float | None]:
    """Longitude and latitude (WGS-84) from degrees, minutes, seconds."""
    place = tags.get_ifd(ExifTags.IFD.GPSInfo)
    lon, lat = place.get(ExifTags.GPS.GPSLongitude), place.get(ExifTags.GPS.GPSLatitude)
    if not lon or not lat:
        return None, None
    east = _degrees(lon) * (-1 if place.get(ExifTags.GPS.GPSLongitudeRef) == "W" else 1)
    north = _degrees(lat) * (-1 if place.get(ExifTags.GPS.GPSLatitudeRef) == "S" else 1)
    return (east, north) if _within(east, 180) and _within(north, 90) else (None, None)


def _within(degrees: float, most: int) -> bool:
    return abs(degrees) <= most


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return degrees + minutes / 60 + seconds / 3600


def copy(path: Path, side: int) -> bytes:
    """A JPEG of at most `side` pixels a side, drawn anew from the pixels: no metadata can pass."""
    with _open(path, ["JPEG", "PNG", "WEBP"]) as image:
        image.draft("RGB", (side, side))
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((side, side))
        ground = Image.new("RGB", upright.size, "white")
        layer = upright.convert("RGBA")
        ground.paste(layer, mask=layer.getchannel("A"))
    out = io.BytesIO()
    ground.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
