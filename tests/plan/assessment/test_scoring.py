"""Scores worked by hand, and against a second, plain computation of the test's own."""

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from tests.plan.assessment.made import RULES, STRICT, indicator, inputs, task

from huanzhi.plan.assessment.scoring import score


def body(result, code):
    return next(row for row in result["organisations"] if row["code"] == code)


def test_a_worked_example():
    """A: indicators 100 and 50 (weights 2, 1), a task done with evidence led, one under way without, answered."""
    said = inputs(
        indicators=[indicator(1), indicator(2, 38_400, binding=False)],
        tasks=[
            task("T001", "done", ("A", "lead"), ("B", "supporting")),
            task("T002", "underway", ("A", "responsible"), evidence=0),
        ],
        rounds=[
            {"organisation": "A", "task": "T001", "how": "on_time"},
            {"organisation": "A", "task": "T002", "how": "late"},
        ],
    )
    found = body(score(said, RULES), "A")
    parts = {name: part["points_e3"] for name, part in found["parts"].items()}
    assert parts["indicators"] == 83_300  # (2*100 + 1*50) / 3 = 83.33
    assert parts["tasks"] == 93_300  # (2*100 + 1*80) / 3
    assert parts["rounds"] == 75_000
    assert (parts["works"], parts["rectification"]) == (None, None)
    assert found["points_e3"] == 86_300  # (50*83.3 + 30*93.3 + 5*75) / 85 = 86.34
    assert (found["covers"], found["level"]) == (100, "good")


def test_supporting_a_task_counts_nothing():
    found = body(score(inputs(tasks=[task("T001", "done", ("A", "lead"), ("B", "supporting"))]), RULES), "B")
    assert (found["points_e3"], found["level"], found["counts"]["tasks"]) == (None, "", 0)


def test_a_task_nobody_asked_about_is_not_known_rather_than_nought():
    silent = task("T001", "unreported", asked=0, evidence=0)
    said = inputs(tasks=[silent, task("T002", "unreported", evidence=0), task("T003")])
    result = score(said, RULES)
    assert [row["state"] for row in result["tasks"]] == ["unasked", "unreported", "done"]
    assert [row["points_e3"] for row in result["tasks"]] == [None, 0, 100_000]
    assert body(result, "A")["covers"] == 67
    assert [row["points_e3"] for row in score(said, STRICT)["tasks"]] == [0, 0, 100_000]


def test_what_was_reported_after_the_cut_off_counts_as_the_edition_says():
    said = inputs(tasks=[task("T001", "done", known="later")])
    assert score(said, RULES)["tasks"][0]["points_e3"] == 100_000
    assert score(said, STRICT)["tasks"][0]["state"] == "unreported"


def test_no_level_where_too_little_can_be_counted():
    said = inputs(indicators=[indicator(1), *(indicator(no, None) for no in (2, 3))])
    found = score(said, RULES)["overall"]
    assert (found["points_e3"], found["covers"], found["level"]) == (100_000, 33, "")


def test_proposals_name_their_rule_and_facts():
    said = inputs(
        indicators=[indicator(1, 45_000), indicator(2, 45_000, binding=False)],
        tasks=[task(f"T{n}", "unreported" if n < 2 else "done", ("B", "lead"), evidence=0) for n in range(4)],
        rectification=[{"organisation": "B", "code": "1", "state": "overdue"}],
    )
    found = [(row["rule"], row["about"], row["organisation"]) for row in score(said, RULES)["triggers"]]
    assert found == [
        ("binding-not-met", "indicator:1", "A"),
        ("tasks-unreported", "organisation:B", "B"),
        ("rectification-overdue", "organisation:B", "B"),
    ]


BODIES = ("A", "B", "C")
ROLES = st.lists(
    st.tuples(st.sampled_from(BODIES), st.sampled_from(("lead", "responsible", "supporting"))),
    min_size=1, max_size=3, unique_by=lambda pair: pair[0],
)  # fmt: skip
INDICATORS = st.builds(
    lambda value, binding, owners: indicator(value=value, binding=binding, owners=owners),
    st.none() | st.integers(20_000, 50_000), st.booleans(), st.lists(st.sampled_from(BODIES), unique=True),
)  # fmt: skip
TASKS = st.builds(
    lambda state, roles, evidence, asked, later: task(
        "T", state, *roles, evidence=evidence, asked=asked, known="later" if later else "cut-off"
    ),
    st.sampled_from(("done", "underway", "held_up", "unreported")), ROLES, st.integers(0, 2), st.integers(0, 1),
    st.booleans(),
)  # fmt: skip
WORKS = st.builds(
    lambda stage, owner: {"code": "W", "stage": stage, "owner": owner},
    st.sampled_from(("", "listed", "approved", "started", "accepted")), st.sampled_from(("", *BODIES)),
)  # fmt: skip


def naive(said, rules, code):
    """The score of an organisation in plain fractions, written without a look at the other."""
    sums = {}
    for name, weight, points in _rows(said, rules, code):
        got, of = sums.get(name, (Fraction(0), 0))
        sums[name] = (got + weight * points, of + weight) if points is not None else (got, of)
    parts = {name: _tenth(got / of) for name, (got, of) in sums.items() if of}
    weight = sum(rules["parts"][name] for name in parts)
    return _tenth(sum(rules["parts"][n] * p for n, p in parts.items()) / weight) if weight else None


def _rows(said, rules, code):
    for row in said["indicators"]:
        if code not in row["owners"]:
            continue
        weight = 2 if row["binding"] else 1
        if not row["figures"]:
            yield "indicators", weight, None if rules["indicators"]["cannot"] == "leave-out" else 0
            continue
        value = row["figures"][0]["value_e3"]
        line = Fraction(34_800) if rules["against"]["mid-term"] == "path" else Fraction(30_000)
        gone = Fraction(42_000 - value, 1) / (42_000 - line) * 100
        whole = min(max(round(gone), 0), 100, rules["indicators"]["not_met_at_most"])
        yield "indicators", weight, 100 if value <= line else whole
    for row in said["tasks"]:
        role = dict(row["roles"]).get(code)
        if role not in ("lead", "responsible"):
            continue
        state = row["state"]
        if row["known"] == "later" and rules["tasks"]["later_reports"] == "ignore":
            state = "unreported"
        points = rules["tasks"]["points"]["mid-term"][state]
        if row["evidence"] == 0:
            points = min(points, rules["tasks"]["unproved_at_most"])
        if state == "unreported" and row["asked"] == 0 and rules["tasks"]["unasked"] == "leave-out":
            points = None
        yield "tasks", 2 if role == "lead" else 1, points
    for row in said["works"]:
        if row["owner"] == code:
            yield "works", 1, rules["works"]["points"]["mid-term"].get(row["stage"])


def _tenth(value):
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return Fraction(exact.quantize(Decimal("0.1"), ROUND_HALF_EVEN))


@given(
    st.lists(INDICATORS, max_size=5), st.lists(TASKS, max_size=8), st.lists(WORKS, max_size=4), st.booleans()
)
def test_it_agrees_with_the_plain_computation(indicators, tasks, works, strict):
    rules = STRICT if strict else RULES
    said = inputs(indicators=indicators, tasks=tasks, works=works, bodies=BODIES)
    result = score(said, rules)
    for code in BODIES:
        found = body(result, code)["points_e3"]
        expected = naive(said, rules, code)
        assert (None if found is None else Fraction(found, 1000)) == expected
