"""The tables of this room."""

from huanzhi.people.area import Area
from huanzhi.people.organisation import Organisation, OrganisationAlias
from huanzhi.people.user import Membership, Role, Scope, SignIn, User

__all__ = ["Area", "Membership", "Organisation", "OrganisationAlias", "Role", "Scope", "SignIn", "User"]
