#version 330 core
// Mean over the 4 x 4 pattern of ao.fs (a box of 4, widened to 1 2 2 2 1), of neighbours in the same plane.
in vec2 v_uv;
uniform sampler2D t_open;
uniform sampler2D t_depth;
uniform sampler2D t_normal;
uniform vec2 u_tan;
uniform vec2 u_shift;
out float o_open;

void main() {
    ivec2 full = textureSize(t_depth, 0);
    ivec2 cell = ivec2(gl_FragCoord.xy);
    ivec2 pixel = min(cell * 2, full - 1);
    float depth = texelFetch(t_depth, pixel, 0).r;
    if (depth > 1e5) {
        o_open = 1.0;
        return;
    }
    vec3 normal = texelFetch(t_normal, pixel, 0).xyz;
    vec2 scale = u_tan * 2.0 / vec2(full), corner = u_tan * (1.0 - u_shift);
    vec3 centre = vec3(((vec2(pixel) + 0.5) * scale - corner) * depth, -depth);
    float sum = 0.0, weight = 0.0;
    for (int y = -2; y <= 2; y++) {
        for (int x = -2; x <= 2; x++) {
            ivec2 other = clamp(cell + ivec2(x, y), ivec2(0), textureSize(t_open, 0) - 1);
            ivec2 at = min(other * 2, full - 1);
            float far = texelFetch(t_depth, at, 0).r;
            vec3 to = vec3(((vec2(at) + 0.5) * scale - corner) * far, -far) - centre;
            float w = max(1.0 - abs(dot(to, normal)) / (0.03 + 0.004 * depth), 0.0) + 1e-4;
            w *= (abs(x) == 2 ? 1.0 : 2.0) * (abs(y) == 2 ? 1.0 : 2.0);
            sum += w * texelFetch(t_open, other, 0).r;
            weight += w;
        }
    }
    o_open = sum / weight;
}
