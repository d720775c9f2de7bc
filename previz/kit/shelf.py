"""The catalogue, and beside it the models that a project brought along. Bytes are handed in."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from typing import NoReturn

from previz.errors import BadProject, NotFound
from previz.kit import catalogue
from previz.kit.builder import Builder
from previz.kit.packed import unpack
from previz.kit.piece import Piece, Spot, Value, Values
from previz.scene.mesh import Mesh
from previz.scene.model import MODEL_PIECE, Model, Rgb, Vec3

_KEPT_MESHES = 64


def _nothing() -> tuple[Model, ...]:
    return ()


def _no_bytes(hash: str) -> bytes:
    raise NotFound(f"There is no model {hash[:12]} here; import it again.")


class Shelf:
    """Everything that can stand on a stage, by the key in `Item.piece`.

    ``models`` gives the project's models, ``read`` the bytes of a blob by its hash.
    """

    def __init__(
        self, models: Callable[[], Iterable[Model]] = _nothing, read: Callable[[str], bytes] = _no_bytes
    ) -> None:
        self._models = models
        self._read = read
        self._meshes: OrderedDict[str, Mesh] = OrderedDict()

    def model_of(self, key: str) -> Model | None:
        """None for a piece of the catalogue. Raises BadProject when the project lost the model."""
        if not key.startswith(MODEL_PIECE):
            return None
        hash = key.removeprefix(MODEL_PIECE)
        for model in self._models():
            if model.mesh == hash:
                return model
        raise BadProject(f"A model on the stage ({hash[:12]}) is not in the project; import it again.")

    def piece_of(self, key: str) -> Piece:
        """Raises NotFound for a piece that the catalogue does not have, BadProject for a lost model."""
        model = self.model_of(key)
        return catalogue.piece_of(key) if model is None else _piece(model)

    def mesh(
        self, key: str, params: Mapping[str, Value] | None = None, colours: Mapping[str, Rgb] | None = None
    ) -> Mesh:
        """Triangles; the same object as long as it is kept. Raises as `piece_of`, BadProject, FileDamaged."""
        model = self.model_of(key)
        if model is None:
            return catalogue.mesh(key, params, colours)
        piece = _piece(model)
        piece.values(params or {})
        piece.paints(colours or {})
        if model.mesh not in self._meshes:
            self._meshes[model.mesh] = unpack(self._read(model.mesh), model.name)
        self._meshes.move_to_end(model.mesh)
        while len(self._meshes) > _KEPT_MESHES:
            self._meshes.popitem(last=False)
        return self._meshes[model.mesh]

    def lamp_position(self, key: str, params: Mapping[str, Value] | None = None) -> Vec3 | None:
        return None if key.startswith(MODEL_PIECE) else catalogue.lamp_position(key, params)

    def spots(self, key: str, params: Mapping[str, Value] | None = None) -> tuple[Spot, ...]:
        return () if key.startswith(MODEL_PIECE) else catalogue.spots(key, params)


CATALOGUE_ALONE = Shelf()
"""For stages without imported models."""


def _piece(model: Model) -> Piece:
    return Piece(
        key=MODEL_PIECE + model.mesh,
        name=model.name,
        group="models",
        params=(),
        colours={},
        role=model.role,
        ade20k=model.ade20k,
        words=model.words or model.name,
        size_m=model.size_m,
        build=_read_not_built,
    )


def _read_not_built(builder: Builder, values: Values) -> NoReturn:
    raise ValueError("an imported model is read, not built")
