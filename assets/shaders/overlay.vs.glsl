#version 330 core
// Lines and areas of the overlay, already in clip space.
layout(location = 0) in vec4 a_place;
layout(location = 1) in vec4 a_colour;
layout(location = 2) in vec3 a_across;  // pixels from a line's middle, half its width, share where it is hidden
uniform float u_behind;                 // 1: the pass of what is hidden
out vec4 v_colour;
noperspective out vec2 v_across;

void main() {
    v_colour = a_colour * vec4(1.0, 1.0, 1.0, u_behind > 0.5 ? a_across.z : 1.0);
    v_across = a_across.xy;
    gl_Position = v_colour.a > 0.0 ? a_place : vec4(0.0, 0.0, 2.0, 1.0);
}
