#version 330 core
// A line round what is selected or under the pointer, from the ids: drawn over the picture, nothing elsewhere.
uniform usampler2D t_ids;
uniform sampler2D t_marks;     // 256 x 256: object id -> 0 nothing, 0.5 hovered, 1 selected
uniform float u_scale;         // device pixels per pixel
uniform vec3 u_selected;
uniform vec3 u_hovered;
out vec4 o_colour;

ivec2 last;

float mark(ivec2 at) {
    uint object = texelFetch(t_ids, clamp(at, ivec2(0), last), 0).r >> 16;
    return texelFetch(t_marks, ivec2(int(object & 255u), int(object >> 8)), 0).r;
}

void main() {
    last = textureSize(t_ids, 0) - 1;
    ivec2 here = ivec2(gl_FragCoord.xy);
    float own = mark(here);
    float most = 0.0, near = 0.0;
    for (int i = 0; i < 8; i++) {
        float angle = float(i) * 0.78539816;
        vec2 way = vec2(cos(angle), sin(angle));
        float a = mark(here + ivec2(round(way * u_scale))), b = mark(here + ivec2(round(way * 2.6 * u_scale)));
        near = max(near, a);
        most = max(most, max(a, b));
    }
    if (own > 0.0 || most == 0.0) discard;
    // The line lies outside of the thing; a dark seam round it keeps it apart from a light ground.
    bool line = near > 0.0;
    float strength = max(near, line ? 0.0 : most);
    vec3 ink = strength > 0.75 ? u_selected : u_hovered;
    o_colour = line ? vec4(ink, 1.0) : vec4(strength > 0.75 ? ink * 0.35 : vec3(0.0), strength > 0.75 ? 0.75 : 0.35);
}
