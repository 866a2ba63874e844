"""Every address of the site."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("huanzhi.portal.urls")),
    path("", include("huanzhi.people.urls")),
    path("desk/", include("huanzhi.desk.urls")),
    path("registers/", include("huanzhi.kit.urls")),
    path("api/", include("huanzhi.config.api")),
    path("i18n/", include("django.conf.urls.i18n")),
]
