from practices.views.text_check import text_check

__all__ = ["text_check"]
