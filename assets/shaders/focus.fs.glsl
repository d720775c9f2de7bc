#version 330 core
// What the lens makes sharp: blur by the true circle of confusion, or peaking on sharp edges.
in vec2 v_uv;
uniform sampler2D t_picture;
uniform sampler2D t_depth;       // depth buffer
uniform vec2 u_planes;           // near and far plane, metres
uniform float u_focus_m;
uniform float u_blur;            // f^2 / (N (s - f)), over the picture's height: share of it per (z - s) / z
uniform float u_squeeze;
uniform float u_most;            // largest radius, share of the height
uniform float u_sharp;           // largest radius that counts as sharp, share of the height
uniform float u_peaking;         // 0: blur, 1: peaking
uniform vec3 u_peak;
out vec4 o_colour;

const int TAPS = 40;

float depth_at(vec2 uv) {
    float z = textureLod(t_depth, uv, 0.0).r * 2.0 - 1.0;
    return 2.0 * u_planes.x * u_planes.y / (u_planes.y + u_planes.x - z * (u_planes.y - u_planes.x));
}

float radius_at(float depth) {   // below 0 nearer than the focus
    return clamp(u_blur * (depth - u_focus_m) / depth * 0.5, -u_most, u_most);
}

float light_at(vec2 uv) {
    return dot(textureLod(t_picture, uv, 0.0).rgb, vec3(0.3, 0.59, 0.11));
}

void peaking() {
    vec2 step = 1.0 / vec2(textureSize(t_picture, 0));
    vec4 here = textureLod(t_picture, v_uv, 0.0);
    float across = light_at(v_uv + vec2(step.x, 0.0)) - light_at(v_uv - vec2(step.x, 0.0));
    float along = light_at(v_uv + vec2(0.0, step.y)) - light_at(v_uv - vec2(0.0, step.y));
    float edge = smoothstep(0.03, 0.10, length(vec2(across, along)));
    float sharp = 1.0 - smoothstep(u_sharp * 0.8, u_sharp, abs(radius_at(depth_at(v_uv))));
    float grey = light_at(v_uv);
    vec3 calm = mix(here.rgb, vec3(grey), 0.55) * 0.9;
    o_colour = vec4(mix(calm, u_peak, edge * sharp), 1.0);
}

void main() {
    if (u_peaking > 0.5) {
        peaking();
        return;
    }
    vec2 size = vec2(textureSize(t_picture, 0));
    float aspect = size.x / size.y;
    float own = radius_at(depth_at(v_uv)), depth = depth_at(v_uv);
    vec3 sum = textureLod(t_picture, v_uv, 0.0).rgb;
    float total = 1.0, pixel = 1.0 / size.y;
    float turn = fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(0.06711056, 0.00583715)))) * 6.2831853;
    for (int i = 0; i < TAPS; i++) {
        float reach = sqrt((float(i) + 0.5) / float(TAPS)) * u_most;
        float angle = float(i) * 2.39996323 + turn;
        vec2 offset = vec2(cos(angle) / (aspect * u_squeeze), sin(angle)) * reach;
        float there = depth_at(v_uv + offset);
        float spread = abs(radius_at(there));
        // What lies behind must not bleed over what is sharp before it.
        if (there > depth) spread = min(spread, abs(own));
        float weight = smoothstep(reach - pixel, reach + pixel, spread);
        weight /= max(spread * spread, pixel * pixel) / max(own * own, pixel * pixel) * 0.5 + 0.5;
        sum += textureLod(t_picture, v_uv + offset, 0.0).rgb * weight;
        total += weight;
    }
    o_colour = vec4(sum / total, 1.0);
}
