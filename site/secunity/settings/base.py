"""Settings shared by every mode. Only this module reads the environment, through one `env`."""

import logging
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _
from environs import Env

from secunity.settings.logs import logging_to_console

env = Env(prefix="SECUNITY_")

PACKAGE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("DATA", "var")).resolve()

# --- What it is and where it is reached -----------------------------------------------------------
SECRET_KEY = env.str("SECRET_KEY", "")
# Newest first: the first seals, all open; the last also makes the keyed hashes and stays for good.
SEALING_KEYS: list[str] = env.list("SEALING_KEYS", [])
# Other periods than those of community/tasks/deletion.py: sign_ins=60,accesses=180
DELETION_DAYS: dict[str, int] = env.dict("DELETION_DAYS", {}, subcast_values=int)
ALLOWED_HOSTS = env.list("HOSTS", ["localhost", "127.0.0.1", "[::1]"])
BASE_URL = env.str("BASE_URL", "http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CONTACT_EMAIL = env.str("CONTACT_EMAIL", "contact@secunity.example")
# Where calls are held whose address nobody has given.
VIDEO_BASE_URL = env.str("VIDEO_BASE_URL", "https://meet.jit.si")
DEBUG = False
ROOT_URLCONF = "secunity.urls"
ASGI_APPLICATION = "secunity.asgi.application"
WEBSOCKET_APPLICATION = "events.routing.websocket_application"
WSGI_APPLICATION = "secunity.wsgi.application"

INSTALLED_APPS = [
    "daphne",
    "secunity.home",
    "search",
    "events",
    "practices",
    "community",
    "secunity.core",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "rest_framework",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "channels",
    "csp",
    "django_htmx",
    "django_structlog",
    "django_tasks",
    "django_tasks_db",
    "template_partials",
    "anymail",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "secunity.core.middleware.ProbeMiddleware",
    "secunity.core.middleware.AnonymousPageCacheMiddleware",
    "secunity.core.middleware.StorageFailureMiddleware",
    "secunity.core.middleware.PathPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "community.middleware.DeviceMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "community.middleware.SecondFactorMiddleware",
    "community.middleware.ConsentMiddleware",
    "community.middleware.RegionWallMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.i18n",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Data -----------------------------------------------------------------------------------------
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{DATA_DIR / 'secunity.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Django's defaults lose concurrent writes; write-ahead logging with immediate transactions loses none.
    _options: dict[str, Any] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;",
    }
else:
    # Asked before use: after a restart of the database no reader meets a dead connection.
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    _options = {"pool": {"min_size": 2, "max_size": 20, "timeout": 5}, "connect_timeout": 5}
DATABASES["default"]["OPTIONS"] = {**_options, **DATABASES["default"].get("OPTIONS", {})}

REDIS_URL = env.str("REDIS_URL", "")
CACHES: dict[str, dict[str, Any]]
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
    CACHES["limits"] = {**CACHES["default"], "KEY_PREFIX": "limits"}
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 2000},
        },
        # Attempts counted and codes used up, the same in every process (see community.apps).
        "limits": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "secunity_shared_limits",
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        },
    }

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# One-process mode: the web process also works off tasks and the search outbox.
EMBEDDED_WORKER = env.bool("EMBEDDED_WORKER", True)

MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "secunity.core.adapters.StaticFiles"},
}

SEARCH_INDEX_DIR = DATA_DIR / "index"
# Where it is empty, the search engine is embedded in this process, with its index in the folder above.
ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", "")
ELASTICSEARCH_INDEX = env.str("ELASTICSEARCH_INDEX", "secunity")
# How long a process may take another one's change of public content for not having happened.
CONTENT_VERSION_SECONDS = 0.3
API_RATE = env.int("API_RATE", 120)

# --- Languages and time ---------------------------------------------------------------------------
LANGUAGE_CODE = "ja"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
WAGTAIL_I18N_ENABLED = True
USE_I18N = True
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True

# --- Who may --------------------------------------------------------------------------------------
AUTH_USER_MODEL = "community.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "community.adapters.AccountAdapter"
ACCOUNT_FORMS = {"reset_password": "community.forms.recovery.ResetPasswordForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "members:home"
LOGOUT_REDIRECT_URL = "/"
MFA_ADAPTER = "community.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "add_webauthn": "community.forms.passkeys.AddKeyForm",
    "edit_webauthn": "community.forms.passkeys.RenameKeyForm",
    "login_webauthn": "community.forms.passkeys.SignInKeyForm",
    "reauthenticate_webauthn": "community.forms.passkeys.ConfirmKeyForm",
}
MFA_TOTP_ISSUER = "SECUNITY Hub"
USERSESSIONS_ADAPTER = "community.adapters.UserSessionsAdapter"
# Last activity is noted once in a few minutes instead (community.middleware).
USERSESSIONS_TRACK_ACTIVITY = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_COOKIE_SAMESITE = "Lax"

# --- What a page may load (two policies by path; see core.middleware.PathPolicyMiddleware) ---------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "img-src": [SELF, "data:"],
    }
}
ADMIN_CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        **CONTENT_SECURITY_POLICY["DIRECTIVES"],
        "script-src": [SELF, UNSAFE_INLINE],
        "style-src": [SELF, UNSAFE_INLINE],
        "img-src": [SELF, "data:", "blob:"],
        "frame-src": [SELF],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("accelerometer", "camera", "geolocation", "gyroscope", "microphone", "payment", "usb")
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "SAMEORIGIN"

# --- Wagtail --------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "SECUNITY Hub"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.adapters"}}
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "ics", "odp", "ods", "odt", "pdf", "txt"]
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 5 * 1024 * 1024
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# --- Mail and logs --------------------------------------------------------------------------------
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = env.str("FROM_EMAIL", "SECUNITY Hub <no-reply@secunity.example>")
LOG_LEVEL = env.str("LOG_LEVEL", "WARNING")
LOGGING = logging_to_console(level=LOG_LEVEL, as_json=False)
# Readers' mistakes are no news for those who run the hub.
DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL = logging.INFO
SILENCED_SYSTEM_CHECKS: list[str] = []
