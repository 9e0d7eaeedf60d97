from practices.forms.text_check import REASONS, TextCheckForm

__all__ = ["REASONS", "TextCheckForm"]
