"""The plumbing, with tiny shaders whose results are known."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator

import numpy as np
import pytest

from previz import gl
from previz.errors import RenderError
from previz.gl import context as context_module

PLAIN_FS = """#version 330 core
in vec2 v_uv;
uniform vec4 u_colour;
out vec4 o_colour;
void main() { o_colour = u_colour; }
"""
COPY_FS = """#version 330 core
in vec2 v_uv;
uniform sampler2D t_source;
out vec4 o_colour;
void main() { o_colour = texture(t_source, v_uv); }
"""


@pytest.fixture(scope="module")
def context() -> Iterator[gl.Context]:
    with gl.headless() as current:
        yield current


@pytest.mark.usefixtures("context")
class TestDrawing:
    def test_uniform_fills_the_picture(self) -> None:
        target = gl.Framebuffer([gl.Texture2D((5, 3), "rgba8")])
        gl.set_state()
        target.bind()
        gl.fullscreen(gl.Program(gl.FULLSCREEN_VS, PLAIN_FS), u_colour=(1.0, 0.2, 0.0, 1.0))
        assert (target.read() == (255, 51, 0, 255)).all()
        assert target.read().shape == (3, 5, 4)

    @pytest.mark.parametrize("format", ["r8", "rg8", "rgba8", "r16f", "rgba16f", "r32f", "rgba32f", "r32ui"])
    def test_rows_stay_top_down_through_upload_and_read(self, format: str) -> None:
        texture = gl.Texture2D((4, 3), format)  # type: ignore[arg-type]
        data = np.arange(np.prod(texture.shape)).reshape(texture.shape).astype(texture.pixels.dtype)
        texture.write(data)
        assert (gl.Framebuffer([texture]).read() == data).all()

    def test_a_shader_copy_keeps_the_rows(self) -> None:
        data = np.random.default_rng(1).integers(0, 255, (6, 4, 4), np.uint8)
        target = gl.Framebuffer([gl.Texture2D((4, 6))])
        gl.set_state()
        target.bind()
        gl.fullscreen(
            gl.Program(gl.FULLSCREEN_VS, COPY_FS), t_source=gl.Texture2D((4, 6), "rgba8", data, smooth=True)
        )
        assert (target.read() == data).all()
        assert (target.read(rect=(1, 2, 3, 2)) == data[2:4, 1:4]).all()

    def test_vertex_fields_arrive_as_declared(self) -> None:
        """Floats, normalised bytes, integers and padding; indexed, instanced, from a base vertex."""
        vertex = """#version 330 core
        layout(location = 0) in vec2 a_place;
        layout(location = 1) in vec4 a_colour;
        layout(location = 2) in uint a_number;
        flat out uvec2 v_number;
        out vec4 v_colour;
        void main() {
            v_number = uvec2(a_number, gl_InstanceID);
            v_colour = a_colour;
            gl_Position = vec4(a_place, 0.5 - 0.1 * float(gl_InstanceID), 1.0);
        }
        """
        fragment = """#version 330 core
        flat in uvec2 v_number;
        in vec4 v_colour;
        layout(location = 0) out vec4 o_colour;
        layout(location = 1) out uint o_number;
        void main() { o_colour = v_colour; o_number = v_number.x * 10u + v_number.y; }
        """
        layout = [("place", "<f4", 2), ("colour", "u1", 4), ("number", "<u2"), ("_pad", "<u2")]
        vertices = np.zeros(5, np.dtype(layout))
        vertices["place"][2:] = [[-1, -1], [3, -1], [-1, 3]]
        vertices["colour"] = (255, 0, 51, 255)
        vertices["number"] = 4321
        array = gl.VertexArray(vertices, np.array([0, 1, 2], np.uint32), normalised=["colour"])
        target = gl.Framebuffer([gl.Texture2D((2, 2)), gl.Texture2D((2, 2), "r32ui")], depth=True)
        gl.set_state(depth=True)
        target.clear((0, 0, 0, 0), 7)
        assert (target.read(1) == 7).all()
        gl.Program(vertex, fragment).use()
        array.draw(instances=3, base_vertex=2)
        assert (target.read(0) == (255, 0, 51, 255)).all()
        assert (target.read(1) == 43212).all()

    def test_buffer_texture_and_matrices_are_row_major(self) -> None:
        fragment = """#version 330 core
        in vec2 v_uv;
        uniform samplerBuffer t_list;
        uniform mat4 u_matrices[2];
        uniform ivec2 u_pick;
        out vec4 o_row;
        void main() { o_row = texelFetch(t_list, u_pick.x) + u_matrices[1] * vec4(0.0, 0.0, 0.0, 1.0); }
        """
        matrices = np.stack([np.zeros((4, 4)), np.eye(4)])
        matrices[1, :3, 3] = 10, 20, 30
        target = gl.Framebuffer([gl.Texture2D((1, 1), "rgba32f")])
        gl.set_state()
        target.bind()
        gl.fullscreen(
            gl.Program(gl.FULLSCREEN_VS, fragment),
            t_list=gl.BufferTexture(np.arange(12, dtype=np.float32)),
            u_matrices=matrices,
            u_pick=(2, 0),
        )
        assert target.read()[0, 0].tolist() == [18, 29, 40, 12]

    def test_screen_blending_never_leaves_the_range(self) -> None:
        target = gl.Framebuffer([gl.Texture2D((1, 1), "r8")])
        program = gl.Program(gl.FULLSCREEN_VS, PLAIN_FS)
        gl.set_state(blend="screen")
        target.clear(0)
        for _ in range(2):
            gl.fullscreen(program, u_colour=(0.5, 0.0, 0.0, 1.0))
        assert target.read()[0, 0] == pytest.approx(0.75 * 255, abs=1)

    def test_defines_choose_a_permutation(self) -> None:
        fragment = """#version 330 core
        out vec4 o;
        void main() {
        #ifdef BRIGHT
            o = vec4(1.0);
        #else
            o = vec4(0.0);
        #endif
        }
        """
        for defines, value in (([], 0), (["BRIGHT"], 255)):
            target = gl.Framebuffer([gl.Texture2D((1, 1))])
            gl.set_state()
            target.bind()
            gl.fullscreen(gl.Program(gl.FULLSCREEN_VS, fragment, defines))
            assert target.read()[0, 0, 0] == value

    def test_uniforms(self) -> None:
        unused = COPY_FS.replace("uniform", "uniform float u_unused;\nuniform")
        program = gl.Program(gl.FULLSCREEN_VS, unused)
        program.use(u_unused=1.0)
        with pytest.raises(ValueError, match="u_typo"):
            program.use(u_typo=1.0)
        with pytest.raises(ValueError, match="texture"):
            program.use(t_source=3)

    def test_broken_shader_says_what_the_driver_says(self) -> None:
        with pytest.raises(RenderError, match=r"does not compile.*nonsense"):
            gl.Program(gl.FULLSCREEN_VS, "#version 330 core\nvoid main() { nonsense; }\n")

    @pytest.mark.parametrize("size", [(0, 4), (4, -1), (10**6, 4)])
    def test_impossible_sizes(self, size: tuple[int, int]) -> None:
        with pytest.raises(RenderError, match=f"{size[0]} × {size[1]} px"):
            gl.Texture2D(size)

    def test_wrong_data_is_refused(self) -> None:
        with pytest.raises(ValueError, match="need"):
            gl.Texture2D((4, 3), "rgba8", np.zeros((4, 3, 4), np.uint8))
        with pytest.raises(ValueError, match="one size"):
            gl.Framebuffer([gl.Texture2D((4, 3)), gl.Texture2D((3, 3))])
        plain = gl.VertexArray(np.zeros(3, np.dtype([("place", "<f4", 2)])))
        with pytest.raises(ValueError, match="layout"):
            plain.write(np.zeros(3, np.dtype([("place", "<f4", 3)])))


class TestContext:
    def test_it_is_core_and_new_enough(self, context: gl.Context) -> None:
        assert context.version >= (3, 3)
        assert gl.max_texture_size() >= 4096
        assert "OpenGL" in gl.describe()

    def test_the_context_before_is_current_again(self, context: gl.Context) -> None:
        texture = gl.Texture2D((2, 2), "r8", np.full((2, 2), 9, np.uint8))
        with gl.headless():
            gl.Texture2D((2, 2), "r8")
        assert (gl.Framebuffer([texture]).read() == 9).all()

    def test_every_thread_may_have_one(self) -> None:
        values: dict[int, int] = {}

        def draw(number: int) -> None:
            with gl.headless():
                target = gl.Framebuffer([gl.Texture2D((2, 2))])
                gl.set_state()
                target.bind()
                gl.fullscreen(gl.Program(gl.FULLSCREEN_VS, PLAIN_FS), u_colour=(number / 255, 0.0, 0.0, 1.0))
                values[number] = int(target.read()[0, 0, 0])

        threads = [threading.Thread(target=draw, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert values == {n: n for n in range(4)}

    def test_without_egl_it_says_what_to_install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def missing(*_: object, **__: object) -> None:
            raise OSError("libEGL.so.1: cannot open shared object file")

        monkeypatch.setattr(context_module.ctypes, "CDLL", missing)
        with (
            pytest.raises(RenderError, match="apt-get install libegl1 libgl1-mesa-dri") as caught,
            gl.headless(),
        ):
            pass
        assert "\n" not in str(caught.value)

    def test_without_a_driver_it_says_what_to_install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(context_module, "_platform_displays", lambda egl: iter(()))
        with pytest.raises(RenderError, match=r"No graphics driver.*apt-get"), gl.headless():
            pass

    def test_elsewhere_a_window_is_needed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(context_module.sys, "platform", "darwin")
        with pytest.raises(RenderError, match="window"), gl.headless():
            pass


def test_gl_imports_without_pyopengl_and_says_so_when_used() -> None:
    code = (
        "import sys; sys.modules['OpenGL'] = None\n"
        "from previz import gl\nfrom previz.errors import RenderError\n"
        "try:\n    gl.Program\nexcept RenderError as error:\n    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "OpenGL cannot be loaded" in done.stdout
    assert "apt-get" in done.stdout


def test_unknown_names_stay_unknown() -> None:
    with pytest.raises(AttributeError, match="Shader"):
        gl.Shader  # noqa: B018
