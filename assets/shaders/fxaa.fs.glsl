#version 330 core
// Smooths stair-steps along the local edge direction (after the short form of Lottes' FXAA).
in vec2 v_uv;
uniform sampler2D t_beauty;
out vec4 o_beauty;

float luma(vec2 offset, vec2 texel) {
    return dot(texture(t_beauty, v_uv + offset * texel).rgb, vec3(0.299, 0.587, 0.114));
}

vec3 at(vec2 offset) {
    return texture(t_beauty, v_uv + offset).rgb;
}

void main() {
    vec2 texel = 1.0 / vec2(textureSize(t_beauty, 0));
    vec3 here = at(vec2(0.0));
    float middle = dot(here, vec3(0.299, 0.587, 0.114));
    float nw = luma(vec2(-1.0, 1.0), texel), ne = luma(vec2(1.0, 1.0), texel);
    float sw = luma(vec2(-1.0, -1.0), texel), se = luma(vec2(1.0, -1.0), texel);
    float low = min(middle, min(min(nw, ne), min(sw, se)));
    float high = max(middle, max(max(nw, ne), max(sw, se)));
    o_beauty = vec4(here, 1.0);
    if (high - low < max(0.03, high * 0.1)) return;
    vec2 along = vec2((sw + se) - (nw + ne), (se + ne) - (sw + nw));
    float calm = max((nw + ne + sw + se) * 0.03125, 0.0078);
    along = clamp(along / (min(abs(along.x), abs(along.y)) + calm), -8.0, 8.0) * texel;
    vec3 narrow = 0.5 * (at(along * (1.0 / 3.0 - 0.5)) + at(along * (2.0 / 3.0 - 0.5)));
    vec3 wide = narrow * 0.5 + 0.25 * (at(along * -0.5) + at(along * 0.5));
    float value = dot(wide, vec3(0.299, 0.587, 0.114));
    o_beauty = vec4(value < low || value > high ? narrow : wide, 1.0);
}
