"""The 13 digits by which every corporation in Japan is known (法人番号)."""

from secunity.core.text.normalise import normalise

LENGTH = 13
_LEFT_OUT = str.maketrans("", "", " -・.")


def read_corporate_number(text: str) -> str:
    """The digits of a number typed in any width, with or without spaces, dashes and the T of the invoice number."""
    return normalise(text).translate(_LEFT_OUT).removeprefix("T").removeprefix("t")


def is_corporate_number(digits: str) -> bool:
    """Whether `digits` are 13 figures of which the first fits the other twelve.

    The check figure is 9 minus the rest, modulo 9, of the twelve figures weighted 1, 2, 1, 2 … from the right
    (ordinance of the Ministry of Finance on corporate numbers, 2014, article 2).
    """
    if len(digits) != LENGTH or not (digits.isascii() and digits.isdigit()):
        return False
    return int(digits[0]) == check_figure(digits[1:])


def check_figure(twelve: str) -> int:
    """The figure that stands before these twelve."""
    total = sum(int(figure) * (1 + index % 2) for index, figure in enumerate(reversed(twelve)))
    return 9 - total % 9
