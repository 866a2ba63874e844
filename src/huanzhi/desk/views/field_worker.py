"""The service worker of the field pages, with the assets that it keeps; and what a phone needs to install them."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

ENTRIES = ("src/main.ts", "src/field/main.ts", "src/map/draw.ts", "src/map/names.ts")


@login_not_required  # a worker that cannot be fetched again while signed out would be thrown away
def worker(_request: HttpRequest) -> HttpResponse:
    """The built worker, told which assets to keep; it changes when one of them does."""
    build = Path(settings.WEB_BUILD)
    manifest = json.loads((build / "manifest.json").read_text(encoding="utf-8"))
    assets = [static(f"huanzhi/{name}") for name in sorted(set(_files(manifest)))]
    script = (build / "field-worker.js").read_text(encoding="utf-8")
    version = hashlib.sha256("".join([*assets, script]).encode()).hexdigest()[:12]
    text = f"self.ASSETS={json.dumps(assets)};self.VERSION={json.dumps(version)};\n{script}"
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def _files(manifest: dict[str, Any]) -> Iterator[str]:
    waiting, seen = [entry for entry in ENTRIES if entry in manifest], set()
    while waiting:
        entry = waiting.pop()
        if entry in seen:
            continue
        seen.add(entry)
        chunk = manifest[entry]
        yield from [chunk["file"], *chunk.get("css", []), *chunk.get("assets", [])]
        waiting += chunk.get("imports", [])


@login_not_required
def manifest(_request: HttpRequest) -> JsonResponse:
    """What a phone shows once the pages stand on its first screen."""
    home = reverse("desk:field")
    said = {
        "name": _("Huanzhi in the field"),
        "short_name": _("In the field"),
        "start_url": home,
        "scope": home,
        "display": "standalone",
        "background_color": "#f4f6f5",
        "theme_color": "#0a5a68",
    }
    return JsonResponse(said, content_type="application/manifest+json")
