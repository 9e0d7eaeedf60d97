"""Several processes behind TLS. Refuses to start when something that protects people is missing."""

from django.core.exceptions import ImproperlyConfigured

from secunity.settings.base import *  # noqa: F403 - a settings module is its base plus what differs
from secunity.settings.base import ALLOWED_HOSTS, BASE_URL, LOG_LEVEL, SEALING_KEYS, SECRET_KEY, env
from secunity.settings.logs import logging_to_console

DEMO_ALLOWED = False
EMBEDDED_WORKER = env.bool("EMBEDDED_WORKER", False)
# Whose address counts for limits: the one that the last so many proxies saw, not that of the proxy itself.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 1)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
_mail = env.dj_email_url("EMAIL_URL", "smtp://127.0.0.1:25")
EMAIL_BACKEND = env.str("EMAIL_BACKEND", _mail["EMAIL_BACKEND"])
EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail["EMAIL_USE_TLS"], _mail["EMAIL_USE_SSL"]
EMAIL_FILE_PATH = _mail["EMAIL_FILE_PATH"]
EMAIL_TIMEOUT = 10
LOGGING = logging_to_console(level=LOG_LEVEL, as_json=True)

_MISSING = [
    name
    for name, value in {
        "SECUNITY_SECRET_KEY": len(SECRET_KEY) >= 50,
        "SECUNITY_SEALING_KEYS": SEALING_KEYS and all(len(key) >= 32 for key in SEALING_KEYS),
        "SECUNITY_DATABASE_URL": env.str("DATABASE_URL", ""),
        "SECUNITY_BASE_URL": BASE_URL.startswith("https://"),
        "SECUNITY_HOSTS": env.list("HOSTS", []),
        "SECUNITY_CONTACT_EMAIL": env.str("CONTACT_EMAIL", ""),
    }.items()
    if not value
]
if _MISSING:
    raise ImproperlyConfigured(
        f"Production needs these settings (secret: 50 characters or more, sealing keys: 32): {', '.join(_MISSING)}"
    )
if env.bool("DEBUG", False):
    raise ImproperlyConfigured("Production never runs with SECUNITY_DEBUG.")
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("SECUNITY_HOSTS must name the hosts, not '*'.")
