"""Verbs of people: organisations, areas, users and roles, grid posts and substitutions, one's own account."""

from huanzhi.people.actions.account import change_password, end_session, link_identity, unlink_identity
from huanzhi.people.actions.areas import import_areas, save_area
from huanzhi.people.actions.grid import appoint, end_substitution, relieve, substitute
from huanzhi.people.actions.organisations import confirm_alias, save_organisation
from huanzhi.people.actions.refusal import Unfit
from huanzhi.people.actions.second_step import confirm_second_step, remove_second_step, start_second_step
from huanzhi.people.actions.users import create_user, grant, note_sign_in

__all__ = [
    "Unfit",
    "appoint",
    "change_password",
    "confirm_alias",
    "confirm_second_step",
    "create_user",
    "end_session",
    "end_substitution",
    "grant",
    "import_areas",
    "link_identity",
    "note_sign_in",
    "relieve",
    "remove_second_step",
    "save_area",
    "save_organisation",
    "start_second_step",
    "substitute",
    "unlink_identity",
]
