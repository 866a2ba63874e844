"""Photos and files made on the spot, with what a camera or an office would write into them."""

import io
import zipfile
from typing import Any

from PIL import ExifTags, Image, TiffImagePlugin

Ratio = TiffImagePlugin.IFDRational


def photo(
    width: int = 800, height: int = 600, colour: Any = (120, 140, 90), gps: bool = True, kind: str = "JPEG"
) -> bytes:
    """A photo that says when, where (125.290000 E, 43.830000 N) and with what it was taken."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = "Example", "Phone 1"
    exif[ExifTags.Base.Orientation] = 6
    fine = exif.get_ifd(ExifTags.IFD.Exif)
    fine[ExifTags.Base.DateTimeOriginal] = "2026:10:17 14:07:00"
    if gps:
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
        place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLongitudeRef] = "N", "E"
        place[ExifTags.GPS.GPSLatitude] = (Ratio(43), Ratio(49), Ratio(48))
        place[ExifTags.GPS.GPSLongitude] = (Ratio(125), Ratio(17), Ratio(24))
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, kind, exif=exif)
    return out.getvalue()


def office(*names: str, content: bytes = b"<x/>") -> bytes:
    """A packed office file with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in ("[Content_Types].xml", *names):
            packed.writestr(name, content)
    return out.getvalue()


def png_of(width: int, height: int) -> bytes:
    """The head of a PNG that claims this size, with little behind it."""
    out = io.BytesIO()
    Image.new("L", (width, height)).save(out, "PNG", compress_level=1)
    return out.getvalue()
