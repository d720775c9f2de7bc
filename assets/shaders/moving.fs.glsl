#version 330 core
// The picture of a view that moves: lit where it is drawn, without ambient occlusion, with one look into the
// shadow map. The terms are those of light.fs.glsl, so that a view coming to rest only gains in finish.
// With SUNLIT the vertex shader did the rest; the light of lamps falls off too fast for that.
uniform float u_softness;
#ifdef SUNLIT
in vec3 v_shaded;
in vec3 v_lit;
in vec3 v_shadow;
flat in uint v_id;
uniform sampler2DShadow t_shadow;

layout(location = 0) out vec4 o_picture;
layout(location = 1) out uint o_id;

void main() {
    float lit = texture(t_shadow, vec3(v_shadow.xy, min(v_shadow.z, 0.99999)));
    o_picture = vec4(mix(v_shaded, v_lit, mix(lit, 1.0, u_softness)), 1.0);
    o_id = v_id;
}
#else
in vec3 v_normal;
in vec4 v_colour;
flat in uint v_id;
uniform sampler2DShadow t_shadow;
uniform vec2 u_size;                  // of the picture, pixels
uniform vec2 u_tan;
uniform vec2 u_shift;
uniform mat3 u_world_from_camera;
uniform vec3 u_key;
uniform vec4 u_lamp;
uniform float u_shade;
uniform mat4 u_shadow_from_camera[6];
uniform vec4 u_tiles[6];
uniform vec2 u_texel_m;
uniform vec3 u_key_colour;
uniform vec3 u_sky_colour;
uniform vec3 u_ground_colour;
uniform vec3 u_horizon;
uniform float u_extinction;
#include "beside"

layout(location = 0) out vec4 o_picture;
layout(location = 1) out uint o_id;

int face_of(vec3 place) {
    vec3 from = u_world_from_camera * (place - u_lamp.xyz), size = abs(from);
    if (size.x >= size.y && size.x >= size.z) return from.x > 0.0 ? 0 : 1;
    if (size.y >= size.z) return from.y > 0.0 ? 2 : 3;
    return from.z > 0.0 ? 4 : 5;
}

float lit(vec3 place, vec3 normal, vec3 to_light, int face, float texel_m) {
    vec4 clip = u_shadow_from_camera[face] * vec4(place + normal * texel_m * 2.2 + to_light * texel_m, 1.0);
    vec3 at = clip.xyz / clip.w * 0.5 + 0.5;
    if (any(lessThan(at, vec3(0.0))) || any(greaterThan(at.xy, vec2(1.0)))) return 1.0;
    vec4 tile = u_tiles[face];
    return texture(t_shadow, vec3(tile.xy + at.xy * tile.zw, min(at.z, 0.99999)));
}

void main() {
    float depth = 1.0 / gl_FragCoord.w;
    vec3 ray = vec3((gl_FragCoord.xy / u_size * 2.0 - 1.0 + u_shift) * u_tan, -1.0);
    vec3 place = ray * depth;
    vec3 normal = normalize(gl_FrontFacing ? v_normal : -v_normal);
    vec3 to_light = u_key;
    float strength = 1.0, fading = 1.0, texel_m = u_texel_m.x;
    int face = 0;
    vec3 up = vec3(u_world_from_camera[0].y, u_world_from_camera[1].y, u_world_from_camera[2].y);
    if (u_lamp.w > 0.0) {
        vec3 to_lamp = u_lamp.xyz - place;
        float away = length(to_lamp);
        to_light = to_lamp / max(away, 1e-4);
        strength = clamp(1.25 - away / u_lamp.w, 0.0, 1.0) * 1.6;
        strength *= mix(1.0, smoothstep(0.10, 0.42, dot(to_light, up)), u_shade);
        fading = 1.35 / (1.0 + 0.07 * away * away);
        texel_m = u_texel_m.y * away;
        face = face_of(place);
    }
    float wrap = 0.6 * u_softness;
    float key = min(max((dot(normal, to_light) + wrap) / (1.0 + wrap), 0.0) * strength, 1.0);
    if (key > 0.0) key *= mix(lit(place, normal, to_light, face, texel_m), 1.0, u_softness);
    float straight = max(dot(normal, -normalize(ray)), 0.0);
    vec3 ambient = mix(u_ground_colour, u_sky_colour, dot(normal, up) * 0.5 + 0.5);
    vec3 light = ambient * (0.82 + 0.18 * straight) * 0.94;
    float grazing = 1.0 - straight;
    light += u_sky_colour * (grazing * grazing * grazing * 0.10) + u_key_colour * (key * fading);
    vec3 colour = v_colour.rgb * v_colour.rgb * (light + beside(place, normal));
    colour = mix(sqrt(colour / (1.0 + 0.25 * colour)), v_colour.rgb, v_colour.a);
    o_picture = vec4(mix(u_horizon, colour, exp(-u_extinction * length(place))), 1.0);
    o_id = v_id;
}
#endif
