"""The form of a new record begins with what its address brings."""


def test_a_new_record_begins_with_values_of_the_address(demo, as_person):
    client = as_person("planner")
    page = client.get("/registers/point/new/?code=P-77&name=<i>x</i>&nothing=1&simulated=on").content.decode()
    assert 'value="P-77"' in page
    assert "&lt;i&gt;x&lt;/i&gt;" in page
    assert "<i>x</i>" not in page


def test_a_record_that_is_there_keeps_its_own(demo, as_person):
    page = as_person("planner").get("/registers/point/records/1121A/edit/?name=other").content.decode()
    assert 'value="other"' not in page
