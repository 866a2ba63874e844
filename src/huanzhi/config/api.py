"""Addresses of the API: every register, and the schema that describes them."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from huanzhi.kit.api import router as registers
from huanzhi.measures.api import FigureViewSet

router = registers()
router.register("figures", FigureViewSet, basename="api-figures")
urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("", include(router.urls)),
]
