#version 330 core
// Ambient occlusion at half size: the scalable obscurance estimator (McGuire, Mara, Luebke 2012), a spiral
// of taps that differs within each block of 4 x 4 pixels, whose pattern ao_blur averages away.
in vec2 v_uv;
uniform sampler2D t_depth;
uniform sampler2D t_normal;
uniform vec2 u_tan;        // tangents of half the field of view
uniform vec2 u_shift;      // from the lens axis to the picture's middle, in half pictures
uniform float u_radius_m;
out float o_open;          // 1 = nothing near

const int TAPS = 14;

vec3 place(ivec2 pixel) {
    vec2 size = vec2(textureSize(t_depth, 0));
    float depth = texelFetch(t_depth, pixel, 0).r;
    vec2 ray = ((vec2(pixel) + 0.5) / size * 2.0 - 1.0 + u_shift) * u_tan;
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
    // Sixteen different spirals in each 4 x 4 block: turned, and with their taps at other distances.
    int number = (cell.x & 3) * 4 + (cell.y & 3);
    float turn = float((number * 7) & 15) * 0.3926991;
    float shift = (float((number * 11 + (number >> 2)) & 15) + 0.5) / 16.0;
    float sum = 0.0;
    for (int i = 0; i < TAPS; i++) {
        float share = (float(i) + shift) / float(TAPS);
        float angle = float(i) * 2.3999632 + turn;
        ivec2 at = pixel + ivec2(round(vec2(cos(angle), sin(angle)) * share * sqrt(share) * reach));
        if (any(lessThan(at, ivec2(0))) || any(greaterThanEqual(at, size))) continue;
        vec3 to = place(at) - centre;
        float near = dot(to, to) / (radius * radius);
        float falloff = max(1.0 - near, 0.0);
        float rise = dot(to, normal) - 0.010 - 0.0015 * -centre.z;
        sum += falloff * falloff * max(rise, 0.0) / (radius * (near + 0.02));
    }
    o_open = clamp(1.0 - sum * 2.2 / float(TAPS), 0.0, 1.0);
}
