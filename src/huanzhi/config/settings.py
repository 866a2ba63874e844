"""Django settings: one file, everything that differs by installation comes from the environment."""

import os
import secrets
from datetime import timedelta

from huanzhi.config import database
from huanzhi.config.mail import mail
from huanzhi.config.oidc import single_sign_on
from huanzhi.config.paths import PACKAGE, home


def _secret_key() -> str:
    """The installation's own key: from the environment, or made once and kept in the home folder."""
    if key := os.environ.get("HUANZHI_SECRET_KEY"):
        return key
    place = home() / "secret-key"
    if not place.exists():
        place.touch(mode=0o600)
        place.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return place.read_text(encoding="ascii")


SECRET_KEY = _secret_key()
DEBUG = bool(os.environ.get("HUANZHI_DEBUG"))
DEMO = bool(os.environ.get("HUANZHI_DEMO"))
ALLOWED_HOSTS = os.environ.get("HUANZHI_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("HUANZHI_ORIGINS", "").split(",") if o]
HTTPS = any(origin.startswith("https://") for origin in CSRF_TRUSTED_ORIGINS)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
HUANZHI_HOME = home()
JOURNAL_DAYS = os.environ.get(
    "HUANZHI_JOURNAL_DAYS", ""
)  # raw frames of sealed days are kept so long; empty: for good

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_vite",
    "django_tables2",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "procrastinate.contrib.django",
    "huanzhi.ledger",
    "huanzhi.kit",
    "huanzhi.people",
    "huanzhi.monitoring",
    "huanzhi.work",
    "huanzhi.measures",
    "huanzhi.sources",
    "huanzhi.packs.air",
    "huanzhi.packs.water",
    "huanzhi.packs.soil",
    "huanzhi.packs.space",
    "huanzhi.packs.carbon",
    "huanzhi.plan",
    "huanzhi.desk",
    "huanzhi.portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "huanzhi.desk.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "huanzhi.people.sessions.SessionWatch",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",  # every page, unless a view says otherwise
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "huanzhi.desk.answers.Answers",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "huanzhi.desk.context.page",
            ],
        },
    }
]

ROOT_URLCONF = "huanzhi.config.urls"
WSGI_APPLICATION = "huanzhi.config.wsgi.application"
DATABASES = {"default": database.settings()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
LOGIN_URL = "people:sign-in"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "portal:home"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Field pages work for hours without a signal, so a session stands idle for a working day.
SESSION_IDLE = timedelta(hours=float(os.environ.get("HUANZHI_SESSION_IDLE_HOURS", "10")))
SESSION_LONGEST = timedelta(hours=float(os.environ.get("HUANZHI_SESSION_HOURS", "72")))
SESSION_COOKIE_AGE = int(SESSION_LONGEST.total_seconds())
OIDC = single_sign_on(os.environ)  # None: off
SESSION_COOKIE_HTTPONLY = True

MAIL = mail(os.environ)  # None: off
if MAIL:
    globals().update(MAIL)
else:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
SITE = os.environ.get("HUANZHI_SITE", (CSRF_TRUSTED_ORIGINS or ["http://127.0.0.1:8000"])[0]).rstrip("/")
WEBHOOKS = {  # what a webhook may lead to beside https at public addresses
    "loopback": bool(os.environ.get("HUANZHI_WEBHOOK_LOOPBACK")),
    "private": bool(os.environ.get("HUANZHI_WEBHOOK_PRIVATE")),
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = home() / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = True  # serves straight from the packages; nothing has to be collected
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = home() / "files"
ATTACHMENTS = home() / "attachments"  # originals of evidence, under their hash
WEB_BUILD = PACKAGE / "desk" / "static" / "huanzhi"
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "manifest_path": WEB_BUILD / "manifest.json",
        "static_url_prefix": "huanzhi",
    }
}

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "PAGE_SIZE": 100,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Huanzhi 环治",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
}
DJANGO_TABLES2_TEMPLATE = "kit/table.html"

LAKE = home() / "lake"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_IMPORT_PATHS = ["huanzhi.config.jobs"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("HUANZHI_LOG", "WARNING")},
}
