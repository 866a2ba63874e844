"""A set of members in its versions."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.measures.actions.refused import Refused
from huanzhi.measures.models import Member, MemberSet


@verb("measures.define-member-set")
def define_member_set(
    actor: Actor,
    code: str,
    name: str,
    members: Sequence[dict[str, Any]],
    valid_from: date,
    source: str,
    valid_until: date | None = None,
    note: str = "",
) -> MemberSet:
    """A version of a set, `members` as {code, name, facts}: that on record when it says the same, a new one otherwise.

    A new version ends the one before it the day before it begins. Refused without a source, without members, or
    when it begins before the version on record.
    """
    if not source.strip() or not members:
        raise Refused(f"set {code}: {'members' if source.strip() else 'a source document'} missing")
    rows = {row["code"]: (row["name"], row.get("facts", {})) for row in members}
    if len(rows) != len(members):
        raise Refused(f"set {code}: a member stands in it twice")
    versions = list(MemberSet.objects.filter(code=code).prefetch_related("members"))
    newest = versions[-1] if versions else None
    same = (held for held in versions if held.valid_from == valid_from and _members(held) == rows)
    if held := next(same, None):
        record(held, reason="already so")
        return held
    if newest and valid_from <= newest.valid_from:
        raise Refused(
            f"set {code}: v{newest.version} begins {newest.valid_from}; a later version begins later"
        )
    if newest and (newest.valid_until is None or newest.valid_until >= valid_from):
        newest.valid_until = valid_from - timedelta(days=1)
        newest.save(update_fields=["valid_until"])
    made = MemberSet.objects.create(
        code=code,
        version=newest.version + 1 if newest else 1,
        name=name,
        valid_from=valid_from,
        valid_until=valid_until,
        source=source.strip(),
        note=note,
    )
    Member.objects.bulk_create(
        Member(set=made, code=key, name=said, facts=facts) for key, (said, facts) in rows.items()
    )
    before = {"version": newest.version, "valid_until": str(newest.valid_until)} if newest else None
    record(made, before=before, after={"version": made.version, "members": sorted(rows), "source": source})
    return made


def _members(held: MemberSet) -> dict[str, tuple[str, Any]]:
    return {member.code: (member.name, member.facts) for member in held.members.all()}
