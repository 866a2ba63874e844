"""A changed limit does not go unnoticed."""

import subprocess
import sys


def test_every_limit_moved_by_one_unit_is_noticed(repository, shared):
    done = subprocess.run(
        [sys.executable, "tools/mutate_limits.py"],
        cwd=repository,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert ", 0 changes not noticed" in done.stderr
    assert int(done.stderr.split()[0]) > 1000
