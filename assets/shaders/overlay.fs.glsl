#version 330 core
in vec4 v_colour;
noperspective in vec2 v_across;
out vec4 o_colour;

void main() {
    float cover = clamp(v_across.y + 0.5 - abs(v_across.x), 0.0, 1.0);
    o_colour = vec4(v_colour.rgb, v_colour.a * cover);
}
