"""The examples of the page on using the standards alone are true."""

import doctest


def test_the_page(repository):
    page = repository / "docs" / "howto" / "standards.md"
    result = doctest.testfile(str(page), module_relative=False)
    assert result.attempted >= 15
    assert not result.failed
