"""What measurements run against: as production, but without TLS, on this data folder, with the rate limits lifted."""

from secunity.settings.dev import *  # noqa: F403 - a settings module is its base plus what differs

DEBUG = False
API_RATE = 1_000_000
ACCOUNT_RATE_LIMITS = False
