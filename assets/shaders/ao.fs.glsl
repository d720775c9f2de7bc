#version 330 core
// Ambient occlusion at half size: the scalable obscurance estimator (McGuire, Mara, Luebke 2012), a spiral
// of taps turned by one of 16 angles in a 4 x 4 pattern, which ao_blur averages away exactly.
in vec2 v_uv;
uniform sampler2D t_depth;
uniform sampler2D t_normal;
uniform vec2 u_tan;        // tangents of half the field of view
uniform float u_radius_m;
out float o_open;          // 1 = nothing near

const int TAPS = 12;

vec3 place(ivec2 pixel) {
    vec2 size = vec2(textureSize(t_depth, 0));
    float depth = texelFetch(t_depth, pixel, 0).r;
    vec2 ray = ((vec2(pixel) + 0.5) / size * 2.0 - 1.0) * u_tan;
    return vec3(ray * depth, -depth);
}

void main() {
    ivec2 size = textureSize(t_depth, 0);
    ivec2 cell = ivec2(gl_FragCoord.xy);
    ivec2 pixel = min(cell * 2, size - 1);
    vec3 centre = place(pixel);
    if (centre.z < -1e5) {
        o_open = 1.0;
        return;
    }
    vec3 normal = texelFetch(t_normal, pixel, 0).xyz;
    float reach = min(u_radius_m / (-centre.z * u_tan.y) * 0.5 * float(size.y), 0.16 * float(size.y));
    float radius = reach * 2.0 / float(size.y) * -centre.z * u_tan.y;  // metres, after the limit
    float turn = float((cell.x & 3) * 4 + ((cell.y & 3) ^ ((cell.x & 1) * 3))) * 0.3926991;
    float sum = 0.0;
    for (int i = 0; i < TAPS; i++) {
        float share = (float(i) + 0.5) / float(TAPS);
        float angle = share * 6.2831853 * 5.0 + turn;
        ivec2 at = pixel + ivec2(round(vec2(cos(angle), sin(angle)) * share * reach));
        if (any(lessThan(at, ivec2(0))) || any(greaterThanEqual(at, size))) continue;
        vec3 to = place(at) - centre;
        float near = dot(to, to);
        float falloff = max(radius * radius - near, 0.0) / (radius * radius);
        sum += falloff * falloff * falloff * max((dot(to, normal) - 0.012 - 0.002 * -centre.z) * radius / (near + 0.0004), 0.0);
    }
    o_open = clamp(1.0 - sum * 4.0 / float(TAPS), 0.0, 1.0);
}
