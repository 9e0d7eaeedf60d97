from secunity.home.queries.desk import DeskPart, desk_for, may_see_desk
from secunity.home.queries.front import home_context

__all__ = ["DeskPart", "desk_for", "home_context", "may_see_desk"]
