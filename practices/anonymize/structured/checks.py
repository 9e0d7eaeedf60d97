"""Check digits: whether a number is one that was really given out."""

_MY_NUMBER_WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_LICENCE_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def digits_of(text: str) -> list[int]:
    """The ASCII digits of `text`, without what stands between them."""
    return [int(char) for char in text if char in "0123456789"]


def is_my_number(text: str) -> bool:
    """Individual number: 12 digits, the last one computed modulo 11 (order of 2014, article 5)."""
    digits = digits_of(text)
    if len(digits) != 12:
        return False
    rest = sum(digit * weight for digit, weight in zip(digits, _MY_NUMBER_WEIGHTS, strict=False)) % 11
    return digits[-1] == (0 if rest <= 1 else 11 - rest)


def is_card_number(text: str) -> bool:
    """Payment card: 13 to 19 digits that fit Luhn's check, not all the same."""
    digits = digits_of(text)
    if not 13 <= len(digits) <= 19 or len(set(digits)) == 1:
        return False
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def is_driver_licence(text: str) -> bool:
    """Driver's licence: 12 digits, beginning with a prefecture's code; the 11th is computed modulo 11."""
    digits = digits_of(text)
    if len(digits) != 12 or not 10 <= digits[0] * 10 + digits[1] <= 97:
        return False
    rest = sum(digit * weight for digit, weight in zip(digits, _LICENCE_WEIGHTS, strict=False)) % 11
    return digits[10] == (rest if rest <= 1 else 11 - rest)
