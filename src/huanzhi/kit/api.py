"""REST of every register, from the declaration: list with the list's filters, one record, save."""

from typing import Any, cast

from rest_framework import mixins, serializers, viewsets
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.permissions import SAFE_METHODS
from rest_framework.routers import SimpleRouter

from huanzhi.kit.access import actor_of
from huanzhi.kit.actions import Unsound, save_record
from huanzhi.kit.factories import filter_class
from huanzhi.kit.forms import starting
from huanzhi.kit.register import Record, Register, registers
from huanzhi.ledger.verbs import NotAllowed


class Reference(serializers.SlugRelatedField):
    """A record of another register by its code, of those that the user may see."""

    def get_queryset(self) -> Any:
        """What may be named; nothing while only the schema is drawn."""
        request = self.context.get("request")
        user = request.user if request is not None else None
        rows = cast(Any, self).queryset
        return rows.model._default_manager.visible_to(user)


def serializer_class(register: Register) -> type[serializers.ModelSerializer]:
    """The fields of the form; references by code."""
    meta = register.model._meta
    links: dict[str, Any] = {}
    for name in register.form_fields:
        field: Any = meta.get_field(name)
        if field.many_to_one and issubclass(field.related_model, Record):
            rows, needed = field.related_model._default_manager.none(), not field.blank
            links[name] = Reference(slug_field="code", queryset=rows, required=needed, allow_null=not needed)
    fields = [*register.form_fields, "simulated"]
    about = type("Meta", (), {"model": register.model, "fields": fields, "read_only_fields": ["simulated"]})
    title = register.model.__name__
    return type(f"{title}Serializer", (serializers.ModelSerializer,), {**links, "Meta": about})


class RecordViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, mixins.CreateModelMixin, mixins.UpdateModelMixin,
    viewsets.GenericViewSet,
):  # fmt: skip
    """One register; what may be seen and done is what the pages allow."""

    register: Register
    lookup_field = "code"
    lookup_value_regex = "[^/]+"
    http_method_names = ["get", "post", "patch", "head", "options"]

    def check_permissions(self, request: Any) -> None:
        """Signed in; and what is sent is not even looked at from who may not save."""
        super().check_permissions(request)
        if request.method not in SAFE_METHODS and not actor_of(request).may("kit.save-record"):
            raise PermissionDenied

    def get_queryset(self) -> Any:
        """Only what the user may see."""
        seen = self.register.model._default_manager.visible_to(self.request.user)  # type: ignore[attr-defined]
        return seen.select_related(*self.register.references)

    def perform_create(self, serializer: Any) -> None:
        """Save through the verb."""
        self._save(serializer, None)

    def perform_update(self, serializer: Any) -> None:
        """Save through the verb; fields left out stay as they are."""
        self._save(serializer, serializer.instance)

    def _save(self, serializer: Any, held: Record | None) -> None:
        said = {**starting(self.register.name, held), **serializer.initial_data}
        try:
            serializer.instance = save_record(actor_of(self.request), self.register, said, held)
        except Unsound as error:
            raise ValidationError(error.errors) from None
        except NotAllowed as error:
            raise PermissionDenied(str(error)) from None


def router() -> SimpleRouter:
    """An address for every declared register."""
    made = SimpleRouter()
    for register in registers():
        facts = {
            "register": register,
            "serializer_class": serializer_class(register),
            "filterset_class": filter_class(register.name),
            "queryset": register.model._default_manager.none(),
            "__doc__": f"{register.model.__doc__}",
        }
        viewset = type(f"{register.model.__name__}ViewSet", (RecordViewSet,), facts)
        made.register(f"registers/{register.name}", viewset, basename=f"api-{register.name}")
    return made
