#version 330 core
// Live sketch, first pass: where a line would run, and how light the picture is there.
in vec2 v_uv;
uniform sampler2D t_picture;
uniform usampler2D t_ids;
uniform sampler2D t_depth;    // depth buffer
uniform vec2 u_near;          // one over the distance = x + y * depth buffer
uniform float u_focus_m;
out vec2 o_marks;             // line, tone

ivec2 last;

uint id_at(ivec2 at) {
    return texelFetch(t_ids, clamp(at, ivec2(0), last), 0).r;
}

// One over the distance: linear across any plane of the picture, so a bend in it is an edge in depth.
float near_at(ivec2 at) {
    return u_near.x + u_near.y * texelFetch(t_depth, clamp(at, ivec2(0), last), 0).r;
}

// An outline lies on what is nearer, with half of its weight beyond; a patch has its border on one side only.
float border(uint own, uint other, bool nearer, float seam) {
    return own >> 16 != other >> 16 ? (nearer ? 1.0 : 0.5) : own != other ? seam : 0.0;
}

void main() {
    last = textureSize(t_ids, 0) - 1;
    ivec2 here = ivec2(gl_FragCoord.xy);
    uint own = id_at(here);
    float near = near_at(here);
    ivec2 x = ivec2(1, 0), y = ivec2(0, 1);
    float right = near_at(here + x), left = near_at(here - x), above = near_at(here + y), below = near_at(here - y);
    float line = border(own, id_at(here + x), near >= right, 0.42);
    line = max(line, border(own, id_at(here - x), near >= left, 0.0));
    line = max(line, border(own, id_at(here + y), near >= above, 0.42));
    line = max(line, border(own, id_at(here - y), near >= below, 0.0));
    float bend = max(abs(right + left - 2.0 * near), abs(above + below - 2.0 * near));
    float away = 1.0 / near;
    if (own >> 16 != 0u && bend * away > max(0.02 * near, 0.010)) line = max(line, 0.7);
    if (own >> 16 != 0u) line *= clamp(sqrt(u_focus_m * near), 0.5, 1.0);
    // Half a pixel aside, the filter mixes four pixels.
    vec3 light = textureLod(t_picture, v_uv + 0.5 / vec2(last + 1), 0.0).rgb;
    o_marks = vec2(line, dot(light, vec3(0.299, 0.587, 0.114)));
}
