"""What daphne serves: pages over HTTP, rooms over WebSocket."""

import gc
import os

from channels.routing import ProtocolTypeRouter
from django.conf import settings
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "secunity.settings.dev")
pages = get_asgi_application()

from events.routing import websocket_application  # noqa: E402 - models may be imported only after setup
from search.tasks import keep_completions, start_index_worker  # noqa: E402
from secunity.core.tasks import start_task_worker  # noqa: E402
from secunity.home.actions.start import refuse_demo_accounts  # noqa: E402

refuse_demo_accounts()
application = ProtocolTypeRouter({"http": pages, "websocket": websocket_application})

if settings.EMBEDDED_WORKER:
    start_task_worker()
    start_index_worker()
keep_completions()

# What is loaded now stays: a collection that looked through all of it would stop every room for a tenth of a second.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)
