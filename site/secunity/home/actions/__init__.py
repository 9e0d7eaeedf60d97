from secunity.home.actions.demo import DEMO_PEOPLE, load_demo
from secunity.home.actions.founding import prepare_hub

__all__ = ["DEMO_PEOPLE", "load_demo", "prepare_hub"]
