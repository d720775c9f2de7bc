#version 330 core
// What light.fs.glsl shows where there is nothing, for a view that moves.
in vec2 v_uv;
uniform vec2 u_tan;
uniform vec2 u_shift;
uniform mat3 u_world_from_camera;
uniform vec3 u_zenith;
uniform vec3 u_horizon;
uniform vec3 u_nadir;
uniform float u_extinction;
layout(location = 0) out vec4 o_picture;
layout(location = 1) out uint o_id;

void main() {
    vec3 ray = normalize(u_world_from_camera * vec3((v_uv * 2.0 - 1.0 + u_shift) * u_tan, -1.0));
    vec3 sky = mix(u_horizon, u_zenith, smoothstep(0.0, 0.65, ray.y));
    sky = mix(sky, u_nadir, smoothstep(0.0, -0.25, ray.y));
    float thick = u_extinction * 400.0 * mix(1.0, 0.25, smoothstep(0.0, 0.7, ray.y));
    o_picture = vec4(mix(u_horizon, sky, exp(-thick)), 1.0);
    o_id = 0u;
}
