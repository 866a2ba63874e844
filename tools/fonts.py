"""Fonts of printed reports: from the npm packages of the lock into ours, with licence and hashes; never committed.

`python tools/fonts.py` after `npm ci`; `tools/web.py` calls it. Which faces: `plan/reports/layout.toml`.
"""

import hashlib
import json
import shutil
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "src" / "huanzhi" / "plan" / "reports"
PLACE = REPORTS / "fonts"


def main() -> int:
    """Copy each face that is not there yet; say which package is missing."""
    wanted = tomllib.loads((REPORTS / "layout.toml").read_text(encoding="utf-8"))["face"]
    PLACE.mkdir(exist_ok=True)
    editions, newest = [], ""
    for face in wanted:
        package = ROOT / "node_modules" / face["package"]
        source = package / face["file"]
        if not source.exists():
            print(f"  {face['package']}: {face['file']} is missing: run npm ci", file=sys.stderr)
            return 1
        target = PLACE / source.name
        digest = hashlib.sha256(source.read_bytes()).hexdigest()
        if not target.exists() or target.stat().st_size != source.stat().st_size:
            shutil.copyfile(source, target)
        shutil.copyfile(package / "LICENSE_FONT", PLACE / f"{package.name}.OFL.txt")
        about = json.loads((package / "metadata.json").read_text(encoding="utf-8"))
        newest = max(newest, about["lastModified"])
        edition = {"file": source.name, "family": about["family"], "version": about["version"]}
        editions.append({**edition, "package": face["package"], "sha256": digest})
    for old in PLACE.glob("*.ttf"):
        if old.name not in {row["file"] for row in editions}:
            old.unlink()
    listed = {"source": "the npm packages named, by package-lock.json", "date": newest, "fonts": editions}
    text = json.dumps(listed, indent=1, sort_keys=True) + "\n"
    (PLACE / "editions.json").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
