"""What a model is told and shown of a person: pictures, what they wear in this scene, a LoRA."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from previz.scene import model
from previz.scene.people import CharacterLora, Costume, costume_in
from previz.studio import reference_pictures, wardrobe
from previz.studio.reference_pictures import FAMILY_NAMES, MOST
from previz.ui.controls.labels import label
from previz.ui.controls.reference_shelf import ReferenceShelf, Shown
from previz.ui.controls.text_line import text_line
from previz.ui.inspector.sheet import Sheet
from previz.ui.session import Session

ABOUT = "A drawing does not look at these. A model on this machine is shown them where this person is seen."


class ModelSheet(Sheet):
    def __init__(self, session: Session, character_id: str) -> None:
        super().__init__(session)
        self._id = character_id
        self.add(label(ABOUT, "cap", "3", wrap=True))
        self.shelf = ReferenceShelf(self._pictures, self._bring, self._remove, MOST, session.read_only)
        self._row(self.shelf, self.shelf.refresh)
        self.costume = self.choice(
            "Wears here", self._costumes, lambda: [self._worn_name()], lambda v, _: self._wear(v)
        )
        self.costume_words = self.text("In words", self._costume_words, self._describe, "a torn green coat")
        self.new_costume = text_line("New costume", prompt="a name, e.g. funeral; Enter")
        self.new_costume.setReadOnly(session.read_only)
        self.new_costume.returnPressed.connect(self._make_costume)
        self.add(self._labelled("New costume", self.new_costume))
        self.lora = self.text("LoRA", lambda: [self._lora().file], lambda v, _: self._set_lora(file=v),
                              "a file in the models folder")  # fmt: skip
        self.number("Its weight", lambda: [self._lora().weight], self._weigh,
                    minimum=0.0, maximum=2.0, step=0.05, default=0.8)  # fmt: skip
        families = [("", "As its file shows"), *((name, name) for name in FAMILY_NAMES)]
        self.choice("Made for", lambda: families, lambda: [self._lora().family],
                    lambda v, _: self._set_lora(family=v))  # fmt: skip

    def _person(self) -> model.Character:
        return self.session.document.need(self._id, model.Character)

    # -------------------------------------------------------------------------------------- pictures
    def _pictures(self) -> list[Shown]:
        person = self.session.document.get(self._id, model.Character)
        if person is None:
            return []
        return [(self.session.studio.store.blob(one.image), one.rights) for one in person.pictures]

    def _bring(self, path: Path, rights: str) -> None:
        studio = self.session.studio
        self.session.attempt(
            lambda: reference_pictures.bring_picture(
                studio.document, studio.store, self._person().id, path, rights
            )
        )

    def _remove(self, place: int) -> None:
        document = self.session.document
        self.session.attempt(lambda: reference_pictures.remove_picture(document, self._person().id, place))

    # --------------------------------------------------------------------------------------- wardrobe
    def _worn(self) -> Costume | None:
        scene = self.session.scene
        return costume_in(self._person().wardrobe, scene.id) if scene is not None else None

    def _costume_words(self) -> list[str]:
        worn = self._worn()
        return [worn.words if worn is not None else ""]

    def _worn_name(self) -> str:
        worn = self._worn()
        return worn.name if worn is not None else ""

    def _costumes(self) -> list[tuple[Any, str]]:
        return [("", "As the body is dressed"), *((one.name, one.name) for one in self._person().wardrobe)]

    def _wear(self, name: str) -> None:
        """In the scene that is looked at; "" = the clothes of the body."""
        scene, worn = self.session.scene, self._worn()
        if scene is None:
            return
        if name:
            costume = wardrobe.costume_named(self._person(), name)
            assert costume is not None
            scenes = (*costume.scene_ids, scene.id)
        elif worn is not None:
            costume, scenes = worn, tuple(id for id in worn.scene_ids if id != scene.id)
        else:
            return
        wardrobe.put_costume(self.session.document, self._person().id, costume, scenes)

    def _describe(self, words: str, _: str | None) -> None:
        worn = self._worn()
        if worn is not None:
            changed = msgspec.structs.replace(worn, words=words.strip())
            wardrobe.put_costume(self.session.document, self._person().id, changed)
        elif words.strip():
            self.session.tell("Choose or make a costume first; its words are kept with it.", "warning")

    def _make_costume(self) -> None:
        """Worn in the scene that is looked at from now on."""
        name, scene = self.new_costume.text().strip(), self.session.scene
        if name and scene is not None:
            known = wardrobe.costume_named(self._person(), name)
            made, scenes = known or Costume(name=name), (*(known.scene_ids if known else ()), scene.id)
            self.session.attempt(
                lambda: wardrobe.put_costume(self.session.document, self._person().id, made, scenes)
            )
            if known:
                self.session.tell(
                    f"{self._person().name} has the costume {known.name} already, and wears it here."
                )
            self.new_costume.clear()
            self.refresh()

    # ------------------------------------------------------------------------------------------- LoRA
    def _lora(self) -> CharacterLora:
        return self._person().lora or CharacterLora(file="")

    def _set_lora(self, **changes: Any) -> None:
        lora = msgspec.structs.replace(self._lora(), **changes)
        wanted = lora if lora.file.strip() else None
        reference_pictures.set_lora(self.session.document, self._person().id, wanted)

    def _weigh(self, weight: float, gesture: str | None) -> None:
        person = self._person()
        if person.lora is not None:
            with self.session.edit(f"LoRA of {person.name}", gesture) as edit:
                edit.update(person.id, lora=msgspec.structs.replace(person.lora, weight=round(weight, 3)))
