"""What can be done in the stage view, as rows for menus, palette and shortcut sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from previz.gen.styles import STYLES
from previz.render.live import LiveLook
from previz.ui.actions import Action

if TYPE_CHECKING:
    from previz.ui.viewport.stage_view import StageView

CONTEXT = "Stage view"


class StageActions:
    """The part of the view that offers its rows."""

    def actions(self) -> list[Action]:
        """For the window's table; in place of Qt's own list."""
        view = cast("StageView", self)
        return [
            *_views(view),
            *_tools(view),
            *_posing(view),
            *_lens(view),
            *_guides(view),
            *view.walls.actions(),
        ]


def _views(view: StageView) -> list[Action]:
    def mode(name: str) -> Action:
        words = {
            "lens": "Look through the lens",
            "free": "Free view",
            "split": "Lens and free view side by side",
        }
        keys = {"lens": "", "free": "", "split": "Shift+Space"}
        return Action(
            f"view.{name}",
            words[name],
            keys[name],
            lambda: view.set_mode(name),  # type: ignore[arg-type]
            CONTEXT,
            checked=lambda: view.mode == name,
        )

    return [
        Action("view.flip", "Flip lens and free view", "Space", view.flip, CONTEXT, hint="look through"),
        mode("lens"),
        mode("free"),
        mode("split"),
        Action(
            "view.frame",
            lambda: "Pull focus to it" if view.showing.main == "lens" else "Bring it into view",
            "F",
            view.focus_selection,
            CONTEXT,
            hint="focus",
        ),
        Action("view.camera_here", "Camera to this view", "C", lambda: _camera_here(view), CONTEXT,
               enabled=lambda: view.showing.main == "free", why_disabled="Open the free view first.",
               icon="video-camera"),
        Action("view.at_camera", "Free view to the camera", "Shift+C", lambda: _at_camera(view), CONTEXT,
               enabled=lambda: view.showing.lens.key is not None, why_disabled="The shot has no camera yet."),
    ]  # fmt: skip


def _camera_here(view: StageView) -> None:
    view.seeing.put_camera_here()
    view.set_mode("lens" if view.mode == "free" else view.mode)


def _at_camera(view: StageView) -> None:
    view.seeing.stand_at_camera()
    if view.mode == "lens":
        view.set_mode("free")
    view.moved()


def _tools(view: StageView) -> list[Action]:
    rows = []
    for tool, label, key, icon in (
        ("select", "Select", "Q", "cursor"),
        ("move", "Move", "W", "arrows-out-cardinal"),
        ("turn", "Turn", "E", "arrow-clockwise"),
        ("scale", "Scale", "R", "arrows-out"),
    ):
        rows.append(
            Action(
                f"tool.{tool}",
                label,
                key,
                lambda tool=tool: view.set_tool(tool),  # type: ignore[misc]
                CONTEXT,
                icon=icon,
                checked=lambda tool=tool: view.pointer.tool == tool,  # type: ignore[misc]
            )
        )
    rows.append(
        Action(
            "tool.snap",
            "Snap to grid, surfaces, walls and seats",
            "X",
            lambda: view.set_snaps(not view.pointer.snaps),
            CONTEXT,
            icon="magnet",
            checked=lambda: view.pointer.snaps,
        )
    )
    carrying = view.session.carrying
    rows.append(
        Action(
            "tool.carry",
            "Carry what rests on it",
            "Shift+X",
            carrying.switch,
            CONTEXT,
            icon="armchair",
            checked=lambda: carrying.on,
            words="sitter cushion lamp goes along moves with sofa leave",
        )
    )
    return rows


def _posing(view: StageView) -> list[Action]:
    def somebody() -> bool:
        return view.posing.target() is not None

    why = "Select a person first."
    return [
        Action(
            "pose.joints",
            "Pose by hand",
            "Return",
            lambda: view.pose(None if view.posing.person else view.posing.target()),
            CONTEXT,
            somebody,
            why,
            "person-simple",
            checked=lambda: view.posing.person is not None,
            words="joints ik puppet limbs",
        ),
        Action("pose.mirror", "Mirror pose", "M", view.posing.mirror, CONTEXT, somebody, why),
        Action("pose.reset", "Reset pose", "", view.posing.release_all, CONTEXT, somebody, why),
    ]


def _lens(view: StageView) -> list[Action]:
    def aid(name: str, label: str, key: str, icon: str) -> Action:
        return Action(
            f"view.{name}",
            label,
            key,
            lambda: view.set_focus_aid("" if view.showing.focus == name else name),  # type: ignore[arg-type]
            CONTEXT,
            icon=icon,
            checked=lambda: view.showing.focus == name,
        )

    return [
        aid("blur", "Depth of field", "D", "aperture"),
        aid("peaking", "Focus peaking", "Shift+D", "crosshair"),
        Action(
            "view.sketch",
            "Live sketch",
            "L",
            lambda: view.set_sketch(None if view.showing.sketch else project_sketch(view)),
            CONTEXT,
            icon="pencil-simple",
            checked=lambda: view.showing.sketch is not None,
            words="drawing pencil ink preview",
        ),
    ]


def project_sketch(view: StageView) -> LiveLook:
    """The live look nearest to the style that the shot is drawn in."""
    shot = view.session.shot
    style = (shot.look if shot and shot.look else view.session.project.look).style
    if style == "ink":
        return "ink"
    known = STYLES.get(style)
    return "colour" if known is not None and known.colour else "pencil"


def _guides(view: StageView) -> list[Action]:
    def guide(name: str, label: str, key: str = "") -> Action:
        return Action(
            f"guide.{name}",
            label,
            key,
            lambda: view.set_guides(**{name: not getattr(view.showing.guides, name)}),
            CONTEXT,
            checked=lambda: getattr(view.showing.guides, name),
        )

    return [
        guide("framelines", "Framelines of the other formats"),
        guide("safe", "Safe areas"),
        guide("thirds", "Thirds", "T"),
        guide("centre", "Centre cross"),
        guide("burn_in", "Burn-in", "B"),
        guide("focus", "Focus brackets"),
    ]
