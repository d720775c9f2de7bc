"""Models into memory: one component after another, safetensors only, no network, cancellable between them."""

from __future__ import annotations

import copy
import gc
import logging
import warnings
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import accelerate
import diffusers
import torch
import transformers

from previz.errors import GenerationError, ModelMissing, NotSupported
from previz.gen.diffusion.families import Family, Task
from previz.gen.diffusion.memory import Fit, Machine, fit
from previz.gen.diffusion.setup import Setup
from previz.gen.models import single
from previz.gen.models.catalogue import Recipe
from previz.gen.models.installed import NETS, Adapter, Net, print_of, prove
from previz.gen.models.weights import numbers, read_header, weight_files
from previz.gen.worker import is_memory

LIBRARIES: dict[str, Any] = {"diffusers": diffusers, "transformers": transformers}
SPACINGS: dict[str, dict[str, Any]] = {
    "trailing": {"timestep_spacing": "trailing"},
    "karras": {"use_karras_sigmas": True},
}
NET_CLASSES = {kind: name for name, kind in NETS.items()}
Tell = Callable[[float, str], None]
"""(share of the loading 0…1, what); raises to stop the loading."""


def quieten() -> None:
    """Neither library writes to the terminal of whoever runs this: what went wrong is told in our words."""
    diffusers.utils.logging.set_verbosity(logging.CRITICAL)
    diffusers.utils.logging.disable_progress_bar()
    transformers.utils.logging.set_verbosity(logging.CRITICAL)
    transformers.utils.logging.disable_progress_bar()
    warnings.filterwarnings("ignore", module="diffusers")


class Loaded:
    """The model in memory. Keeps the base while only its ControlNets change."""

    def __init__(self, probe: Callable[[], Machine]) -> None:
        self._probe = probe
        self._base: Path | None = None
        self._loras: dict[str, float] = {}
        self._adapter: Adapter | None = None
        self._parts: dict[str, Any] = {}
        self._nets: dict[Net, Any] = {}
        self._tiny: tuple[Path, Any] | None = None
        self._pipeline: Any = None
        self._made: tuple[Any, ...] = ()
        self._prints: dict[Path, str] = {}
        """Of the files that are in memory, so that others in their place are seen."""
        self._sizes: dict[str, int] = {}
        self.fit: Fit | None = None

    def pipeline(
        self,
        setup: Setup,
        task: Task,
        size_px: tuple[int, int],
        loras: Mapping[Path, float],
        tell: Tell,
    ) -> Any:
        """The pipeline for ``task``, ready to be called. Raises ModelMissing, NotSupported, OutOfMemory.

        ``loras``: folder or file → strength.
        """
        prints = _prints(setup, loras)
        if self._base != setup.base.path or any(self._prints.get(p, now) != now for p, now in prints.items()):
            self.clear()
        self._prints |= prints
        sizes = _sizes(setup)
        held = self._held(sizes, size_px)
        for net in [net for net in self._nets if net not in setup.nets]:
            del self._nets[net]
            self._made = ()
        self._load_base(setup, held, tell)
        for place, net in enumerate(setup.nets):
            if net not in self._nets:
                tell(0.8 + 0.2 * place / len(setup.nets), f"Loading {net.name}")
                prove(net.path)
                self._nets[net] = _model(
                    diffusers, NET_CLASSES[net.kind], net.path, _dtype(setup.family, held)
                )
        made = (setup.base.path, setup.nets, len(setup.held), task, setup.adapter, setup.recipe.sampler)
        strengths = {str(path): strength for path, strength in loras.items()}
        if (made, strengths) != (self._made, self._loras):
            with ExitStack() as broken:  # else the next frame is made of other parts than it asks for
                broken.callback(self.clear)
                self._change(setup, task, made, strengths, held)
                broken.pop_all()
        if not sizes.items() <= self._sizes.items():
            self._sizes = sizes
        return self._pipeline

    def _held(self, sizes: dict[str, int], size_px: tuple[int, int]) -> Fit:
        """How the parts are to be held: as before, until there are others than it was decided for.

        ``sizes``: component → how many numbers. Raises OutOfMemory.
        """
        if self.fit is not None and sizes.items() <= self._sizes.items():
            return self.fit
        machine = self._probe()
        if self.fit is not None:  # what is ours is not free, and is there for us
            ours = sum(self._sizes.values()) * (2 if self.fit.half else 4)
            machine = machine.with_back(ours, on_card=self.fit.offload == "none")
        return fit(sizes, size_px, machine)

    def _change(
        self, setup: Setup, task: Task, made: tuple[Any, ...], loras: dict[str, float], held: Fit
    ) -> None:
        """The parts in memory into the pipeline that ``made`` and ``loras`` describe, held as ``held``."""
        if self._pipeline is not None:
            self._pipeline.remove_all_hooks()
        if made != self._made:
            self._assemble(setup, task)
            self._take_adapter(setup)
        self._take_loras(loras)
        _place(self._pipeline, held)
        self._base, self._made, self.fit = setup.base.path, made, held

    def _take_loras(self, wanted: dict[str, float]) -> None:
        if not set(self._loras) <= set(wanted):
            self._pipeline.unload_lora_weights()
            self._loras = {}
        names = {path: f"lora{place}" for place, path in enumerate(sorted(wanted))}
        if set(self._loras) != set(wanted):
            if self._loras:
                self._pipeline.unload_lora_weights()
            for path in sorted(wanted):
                add_lora(self._pipeline, Path(path), names[path])
        if wanted and self._loras != wanted:
            self._pipeline.set_adapters(
                [names[path] for path in sorted(wanted)], [wanted[p] for p in sorted(wanted)]
            )
        self._loras = dict(wanted)

    def _take_adapter(self, setup: Setup) -> None:
        adapter = setup.adapter
        if adapter is None:
            return
        encoder = adapter.path / "image_encoder"
        prove(encoder)
        of_unet = adapter.kind == "unet"
        model = self._pipeline.unet if of_unet else self._pipeline.transformer
        dtype = next(model.parameters()).dtype
        looks = _model(transformers, "CLIPVisionModelWithProjection", encoder, dtype)
        side = looks.config.image_size
        self._pipeline.register_modules(
            image_encoder=looks,
            feature_extractor=transformers.CLIPImageProcessor(
                size={"shortest_edge": side}, crop_size={"height": side, "width": side}
            ),
        )
        try:
            self._pipeline.load_ip_adapter(
                str(adapter.path),
                subfolder="",
                weight_name=adapter.file.name,
                **({"image_encoder_folder": None} if of_unet else {}),
            )
        except (RuntimeError, ValueError, KeyError) as error:
            raise NotSupported(
                f"The IP-Adapter {adapter.name} was made for another family; remove it."
            ) from error
        self._adapter = adapter

    def preview_vae(self, setup: Setup) -> Any:
        """The small VAE for previews where there is one, on the device of the model; else None.

        None as well for one that cannot be used: no frame is given up for its previews.
        """
        if setup.tiny is None or self.fit is None:
            return None
        if self._tiny is None or self._tiny[0] != setup.tiny.path:
            vae = None
            with suppress(GenerationError):
                prove(setup.tiny.path)
                vae = _model(diffusers, "AutoencoderTiny", setup.tiny.path, _dtype(setup.family, self.fit))
            if vae is not None and vae.config.latent_channels != _latent_channels(self._parts["vae"]):
                vae = None
            self._tiny = (setup.tiny.path, None if vae is None else vae.to(self.fit.device))
        return self._tiny[1]

    def clear(self) -> None:
        """Out of memory with it."""
        self._base, self._made, self.fit, self._adapter, self._loras = None, (), None, None, {}
        self._parts, self._nets, self._pipeline, self._tiny = {}, {}, None, None
        self._prints, self._sizes = {}, {}
        gc.collect()
        if torch.cuda.is_available():
            torch.cuda.empty_cache()

    def _load_base(self, setup: Setup, held: Fit, tell: Tell) -> None:
        if self._base == setup.base.path:
            return
        prove(setup.base.path)
        load = self._from_file if setup.base.is_file else self._from_folder
        self._parts = load(setup, held, tell)

    def _from_file(self, setup: Setup, held: Fit, tell: Tell) -> dict[str, Any]:
        """Components of a model in one file; a library's own loader reads it, with configurations of ours."""
        base, family = setup.base, setup.family
        tell(0.0, f"Loading {base.name}")
        try:
            pipeline = getattr(diffusers, family.plain["text"]).from_single_file(
                str(base.path),
                config=str(base.config),
                local_files_only=True,
                dtype=_dtype(family, held),
                **dict.fromkeys(family.left_out),
            )
        except (OSError, ValueError, RuntimeError, KeyError, AttributeError) as error:
            raise _cannot(f"{base.name} cannot be loaded", error) from error
        tell(0.8, f"Loading {base.name}")
        return {name: part for name, part in pipeline.components.items() if part is not None}

    def _from_folder(self, setup: Setup, held: Fit, tell: Tell) -> dict[str, Any]:
        components = setup.base.components()
        loaded: dict[str, Any] = {}
        for place, (name, (library, kind)) in enumerate(components.items()):
            tell(0.8 * place / len(components), f"Loading {setup.base.name}: {name.replace('_', ' ')}")
            loaded[name] = _model(
                LIBRARIES[library], kind, setup.base.path / name, _dtype(setup.family, held)
            )
        return loaded

    def _assemble(self, setup: Setup, task: Task) -> None:
        parts = dict(self._parts) | dict.fromkeys(setup.family.left_out)
        if setup.recipe.sampler:
            parts["scheduler"] = _sampler(setup.recipe, parts["scheduler"])
        if self._pipeline is not None and self._adapter is not None:
            self._pipeline.unload_ip_adapter()
            self._adapter = None
        family = setup.family
        name = (family.pipelines if setup.held else family.plain)[task]
        if setup.nets:
            parts["controlnet"] = self._control(setup)
        if family.name == "sd15":
            parts["requires_safety_checker"] = False
        if family.base == "sdxl":
            parts["add_watermarker"] = False
        self._pipeline = getattr(diffusers, name)(**parts)
        self._pipeline.set_progress_bar_config(disable=True)

    def _control(self, setup: Setup) -> Any:
        """The ControlNets as their pipeline wants them."""
        nets = [self._nets[net] for net in setup.nets]
        if len(setup.held) > 1 and setup.family.net == "qwen":
            return diffusers.QwenImageMultiControlNetModel(nets)
        if len(setup.held) > 1 and setup.family.net == "flux":
            return [self._nets[held.net] for held in setup.held if held.net is not None]
        return nets if len(nets) > 1 else nets[0]


def _place(pipeline: Any, held: Fit) -> None:
    if held.offload == "model":
        pipeline.enable_model_cpu_offload(device=held.device)
    elif held.offload == "layers":
        _part(pipeline)
        for model in pipeline.components.values():
            if isinstance(model, torch.nn.Module):
                _by_layers(model, torch.device(held.device))
    else:
        pipeline.to(held.device)
    if held.tiles:
        pipeline.vae.enable_tiling()
    else:
        pipeline.vae.disable_tiling()


def _by_layers(model: Any, device: Any) -> None:
    """As ``enable_sequential_cpu_offload``, but that a layer which reaches into those below it (in a union
    ControlNet) is fetched whole."""
    accelerate.cpu_offload(
        model, device, offload_buffers=bool(model._parameters), preload_module_classes=["MultiheadAttention"]
    )


def _part(pipeline: Any) -> None:
    """Give a ControlNet that uses layers of its transformer (Z-Image's) copies of its own: a layer is fetched
    for one of them alone."""
    net, transformer = (getattr(pipeline, name, None) for name in ("controlnet", "transformer"))
    if not isinstance(net, torch.nn.Module) or transformer is None:
        return
    shared = {id(weights) for weights in transformer.parameters()}
    for name, layers in list(net.named_children()):
        if any(id(weights) in shared for weights in layers.parameters()):
            setattr(net, name, copy.deepcopy(layers))
    for name, weights in list(net.named_parameters(recurse=False)):
        if id(weights) in shared:
            setattr(net, name, copy.deepcopy(weights))


def add_lora(pipeline: Any, path: Path, name: str) -> None:
    """Raises ModelMissing, NotSupported for one that is not whole, no .safetensors, or of another family."""
    files = weight_files(path) if path.is_dir() else [path]
    if not files or not files[0].is_file():
        raise ModelMissing(f"There is no LoRA at {path}; put it there, or leave it out.")
    shapes = read_header(files[0])
    if not any("lora" in key for key in shapes):
        raise NotSupported(f"{files[0].name} is no LoRA; leave it out.")
    try:
        pipeline.load_lora_weights(str(files[0].parent), weight_name=files[0].name, adapter_name=name)
    except (RuntimeError, ValueError, KeyError, TypeError) as error:
        raise NotSupported(f"The LoRA {path.name} was made for another family; leave it out.") from error


def _model(library: Any, kind: str, path: Path, dtype: Any) -> Any:
    """One component from its folder. Errors in a library's own words become one line."""
    made = getattr(library, kind, None)
    if made is None or not path.is_dir():
        raise ModelMissing(f"{path} is missing or unknown ({kind}); download the model again.")
    options: dict[str, Any] = {"local_files_only": True}
    files = weight_files(path)
    if files:
        options["dtype"], options["use_safetensors"] = dtype, True
        if ".fp16" in files[0].name:
            options["variant"] = "fp16"
    try:
        return made.from_pretrained(str(path), **options)
    except (OSError, ValueError, RuntimeError, KeyError) as error:
        raise _cannot(f"{path.name} of the model {path.parent.name} cannot be loaded", error) from error


def _latent_channels(vae: Any) -> int:
    config = vae.config
    return int(config.z_dim if hasattr(config, "z_dim") else config.latent_channels)


def _cannot(what: str, error: Exception) -> Exception:
    """What a library said, in one line; running out of memory stays what it is."""
    if is_memory(error):
        return error
    said = " ".join(str(error).split())[:200]
    return GenerationError(f"{what} ({said}); download it again.")


def _sampler(recipe: Recipe, shipped: Any) -> Any:
    name, *settings = recipe.sampler.split()
    options: dict[str, Any] = {}
    for setting in settings:
        options.update(SPACINGS.get(setting, {}))
    made = getattr(diffusers, name, None)
    if made is None or not set(settings) <= set(SPACINGS):
        raise NotSupported(f"There is no sampler {recipe.sampler!r}; correct the model's recipe.")
    return made.from_config(shipped.config, **options)


def _dtype(family: Family, held: Fit) -> Any:
    return getattr(torch, family.half) if held.half else torch.float32


def _prints(setup: Setup, loras: Mapping[Path, float]) -> dict[Path, str]:
    """Folder or file → `print_of` it, for all that is there."""
    paths = [setup.base.path, *(net.path for net in setup.nets), *loras]
    if setup.adapter is not None:
        paths.append(setup.adapter.path)
    return {path: print_of(path) for path in paths if path.exists()}


def _sizes(setup: Setup) -> dict[str, int]:
    """Component → how many numbers. Raises as `read_header`."""
    sizes = single.sizes(setup.base.path) if setup.base.is_file else {}
    for name in () if setup.base.is_file else setup.base.components():
        folder = setup.base.path / name
        if folder.is_dir() and (files := weight_files(folder)):
            sizes[name] = numbers(files)
    if not sizes:
        raise ModelMissing(f"The model {setup.base.name} has no weights; download it again.")
    sizes |= {f"net {net.name}": numbers(weight_files(net.path)) for net in setup.nets}
    if setup.adapter is not None:
        encoder = weight_files(setup.adapter.path / "image_encoder")
        sizes[f"adapter {setup.adapter.name}"] = numbers([setup.adapter.file, *encoder])
    return sizes
