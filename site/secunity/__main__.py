"""`secunity <command>`: Django's management entry."""

import os
import sys


def main() -> None:
    """Run one management command with the settings named by DJANGO_SETTINGS_MODULE (development by default)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "secunity.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
