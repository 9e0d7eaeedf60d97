"""The way of a case in figures: review, gate, release, withdrawal and import, in a folder that is thrown away.

The demo content is enlarged to 2,000 cases and 10,000 organisations; `CASES` and `ORGANISATIONS` name other numbers.
"""

import os
import shutil
import tempfile
from pathlib import Path

import django

from tests.load.report import write_report
from tests.served import DEMO, environment, prepared_data


def main() -> None:
    """Run the suite."""
    bench_folder = os.environ.get("SECUNITY_DATA", "var")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        shutil.copytree(prepared_data(DEMO), data)
        os.environ.update(environment(data, {}))
        django.setup()
        # Models can be named only once Django knows where the data lies.
        from tests.load.cases_figures import figures

        rows = figures(int(os.environ.get("CASES", "2000")), int(os.environ.get("ORGANISATIONS", "10000")))
        os.environ["SECUNITY_DATA"] = bench_folder
        print(f"written to {write_report('cases', rows)}")


if __name__ == "__main__":
    main()
