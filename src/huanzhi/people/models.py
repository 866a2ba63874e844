"""The tables of this room."""

from huanzhi.people.area import Area, AreaVersion
from huanzhi.people.door import Identity, RecoveryCode, SecondStep, SignIn, UserSession
from huanzhi.people.grid import GridPost
from huanzhi.people.organisation import Organisation, OrganisationAlias
from huanzhi.people.substitution import Substitution
from huanzhi.people.user import Membership, Role, Scope, User

__all__ = [
    "Area",
    "AreaVersion",
    "GridPost",
    "Identity",
    "Membership",
    "Organisation",
    "OrganisationAlias",
    "RecoveryCode",
    "Role",
    "Scope",
    "SecondStep",
    "SignIn",
    "Substitution",
    "User",
    "UserSession",
]
