"""Who may import whom: the contracts of pyproject.toml, run."""

import os
import subprocess
import sys
from pathlib import Path


def imports(root: Path) -> list[str]:
    """Every import-linter contract is kept."""
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--config", "pyproject.toml", "--no-cache"],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root / "src"), "HUANZHI_NO_DATABASE": "1", "NO_COLOR": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if run.returncode == 0:
        return []
    return [line for line in run.stdout.splitlines() if "BROKEN" in line or "->" in line] or [
        run.stdout + run.stderr
    ]
