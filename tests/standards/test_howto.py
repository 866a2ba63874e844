"""The examples of the page on using the standards alone, and of the README beside them, are true."""

import doctest
import io
import re
from contextlib import redirect_stdout


def test_the_page(repository):
    page = repository / "docs" / "howto" / "standards.md"
    result = doctest.testfile(str(page), module_relative=False)
    assert result.attempted >= 15
    assert not result.failed


def test_every_line_of_the_readme(repository):
    text = (repository / "src" / "huanzhi" / "standards" / "README.md").read_text("utf-8")
    pairs = re.findall(r'^python -c "(.+)"\n# (.+)$', text, re.MULTILINE)
    assert len(pairs) >= 12
    for code, wanted in pairs:
        said = io.StringIO()
        with redirect_stdout(said):
            exec(code, {})  # as a shell would run it
        assert said.getvalue().strip() == wanted, code
