from secunity.home.queries.desk import Desk, may_see_desk
from secunity.home.queries.front import home_context

__all__ = ["Desk", "home_context", "may_see_desk"]
