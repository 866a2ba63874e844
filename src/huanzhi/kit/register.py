"""台账 Register: a thing in a place that somebody answers for, from one declaration."""

from dataclasses import dataclass, field
from typing import Any, Literal

from django.db import models
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import VisibleQuerySet


class Record(models.Model):
    """What every register's row has: a code that stays, a name, and from when until when it holds."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    simulated = models.BooleanField(_("simulated"), default=False, editable=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Register:
    """One declaration: from it come list, form, import, export, history, map layer and REST."""

    model: type[Record]
    columns: list[str]
    filters: dict[str, list[str]] = field(default_factory=dict)  # one declaration, list and API
    map: Literal["point", "area"] | None = None
    public: list[str] = field(default_factory=list)  # the portal shows these fields, no others
    fields: list[str] = field(default_factory=list)  # the form's; the columns when empty
    hints: dict[str, Any] = field(default_factory=dict)  # words under fields of the form: how to write them

    @property
    def name(self) -> str:
        """The register's name in addresses, commands and permissions."""
        return str(self.model._meta.model_name)

    @property
    def title(self) -> Any:
        """What people call it."""
        return self.model._meta.verbose_name_plural

    @property
    def form_fields(self) -> list[str]:
        """The fields that a person or a spreadsheet fills in."""
        return self.fields or list(dict.fromkeys(["code", "name", *self.columns]))

    @property
    def references(self) -> list[str]:
        """Those of them that name a record of another register, to be read in the same query."""
        return [f.name for f in self.model._meta.fields if f.many_to_one and f.name in self.form_fields]


_REGISTERS: dict[str, Register] = {}


def add(register: Register) -> Register:
    """Declare a register; two of one name is an error."""
    if register.name in _REGISTERS and _REGISTERS[register.name].model is not register.model:
        raise ValueError(f"two registers called {register.name}")
    _REGISTERS[register.name] = register
    return register


def registers() -> list[Register]:
    """Every declared register, by name."""
    return [_REGISTERS[name] for name in sorted(_REGISTERS)]


def find(name: str) -> Register:
    """The register of that name; LookupError names those that exist."""
    if name not in _REGISTERS:
        raise LookupError(f"no register {name!r}; there are: {', '.join(sorted(_REGISTERS))}")
    return _REGISTERS[name]
