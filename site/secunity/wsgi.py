"""Pages without rooms, for servers that speak WSGI only."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "secunity.settings.dev")
application = get_wsgi_application()

from search.tasks import keep_completions  # noqa: E402 - models may be imported only after setup
from secunity.home.actions.start import refuse_demo_accounts  # noqa: E402

refuse_demo_accounts()
keep_completions()
