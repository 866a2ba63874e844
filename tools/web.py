"""Build the web assets: `python tools/web.py`. Node of the machine when it is new enough, else the one in the wheel.

The fonts of printed reports come with the same lock; `tools/fonts.py` puts them into the package.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WHEEL = Path(sys.executable).parent  # where the wheel puts node and npm
BUILT = ROOT / "src" / "huanzhi" / "desk" / "static" / "huanzhi" / "manifest.json"


def fits(version: str, wanted: str) -> bool:
    """Whether a Node version satisfies a range such as `^20.19.0 || >=22.12.0`.

    >>> fits("v20.20.2", "^20.19.0 || >=22.12.0"), fits("v18.1.0", "^20.19.0 || >=22.12.0")
    (True, False)
    """
    have = tuple(map(int, re.findall(r"\d+", version)[:3]))
    for part in wanted.split("||"):
        least = tuple(map(int, re.findall(r"\d+", part)))
        same = "^" not in part or have[0] == least[0]
        if have >= least and same:
            return True
    return False


def npm(wanted: str) -> tuple[list[str], str]:
    """The command that runs npm, and what to say about it."""
    node, found = shutil.which("node"), shutil.which("npm")
    if node and found:
        version = subprocess.run(
            [node, "--version"], capture_output=True, text=True, check=True
        ).stdout.strip()
        if fits(version, wanted):
            return [found], f"Node {version}"
    return [str(WHEEL / "npm")], "Node from its wheel"


def main() -> int:
    """Install what the lock names and build; the exit code of the first step that failed."""
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["engines"]["node"]
    command, said = npm(wanted)
    print(f"  {said}", flush=True)
    environment = dict(os.environ)
    if command == [str(WHEEL / "npm")]:  # what npm starts finds the same Node
        environment["PATH"] = f"{WHEEL}{os.pathsep}{os.environ.get('PATH', '')}"
    quiet = ["--no-audit", "--no-fund", "--loglevel=error"]
    for step in (["ci", *quiet], ["run", "build", "--silent"]):
        code = subprocess.run([*command, *step], cwd=ROOT, env=environment, check=False).returncode
        if code:
            return code
    if not BUILT.exists():
        return 1
    return subprocess.run([sys.executable, ROOT / "tools" / "fonts.py"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
