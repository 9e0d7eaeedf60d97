from search.forms.question import (
    LARGEST_SIZE,
    LONGEST_TEXT,
    SORTS,
    Problem,
    Question,
    address_of,
    allowed_values,
    read_question,
)

__all__ = [
    "LARGEST_SIZE",
    "LONGEST_TEXT",
    "SORTS",
    "Problem",
    "Question",
    "address_of",
    "allowed_values",
    "read_question",
]
