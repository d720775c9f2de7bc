"""The plan: the stage from above, where everything can be dragged and turned."""

from previz.ui.plan.bar import PlanBar
from previz.ui.plan.view import PlanView

__all__ = ["PlanBar", "PlanView"]
