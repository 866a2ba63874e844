"""Every address of the site."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("huanzhi.portal.urls")),
    path("", include("huanzhi.people.urls")),
    path("desk/", include("huanzhi.desk.urls")),
    path("registers/", include("huanzhi.kit.urls")),
    path("api/", include("huanzhi.config.api")),
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
]
