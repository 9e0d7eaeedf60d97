"""Incident records from and to other programs; knows no Django.

`read_veris` and `read_csv` split a file into records, `lint` says what is odd about one, `facts_of` and `texts_of` put
it into the words of a report.
"""

from practices.exchange.csv_in import read_csv
from practices.exchange.records import Problem, Read, UnreadableFileError
from practices.exchange.veris_facts import facts_of, texts_of
from practices.exchange.veris_in import read_veris, record_name
from practices.exchange.veris_lint import lint

__all__ = [
    "Problem",
    "Read",
    "UnreadableFileError",
    "facts_of",
    "lint",
    "read_csv",
    "read_veris",
    "record_name",
    "texts_of",
]
