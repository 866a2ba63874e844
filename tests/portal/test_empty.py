"""An empty system says what to do next."""


def test_without_a_plan_the_desk_says_what_to_do(client, db, settings):
    from huanzhi.ledger.verbs import SYSTEM
    from huanzhi.people.actions import create_user, grant, save_organisation

    body = save_organisation(SYSTEM("t"), "X", {"name": "X"})
    user = create_user(SYSTEM("t"), "first", "First")
    grant(SYSTEM("t"), user, body, "planner")
    client.force_login(user)
    page = client.get("/desk/").content.decode()
    assert "还没有规划" in page
    assert "huanzhi plan import FILE" in page
    assert client.get("/").status_code == 200
