"""`make bench SUITE=room`: the live room against its peers. ROUNDS (3) and CLIENTS (1000) come from the environment."""

import os

import django


def main() -> None:
    """Run the suite."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "secunity.settings.test")
    django.setup()
    # The servers that tests start know Django's models.
    from tests.load.room_suite import run_suite

    run_suite()


if __name__ == "__main__":
    main()
