#version 330 core
// Deferred light: the finished picture and, beside it, the light terms that a drawing works with.
// Everything is in camera space.
in vec2 v_uv;
uniform sampler2D t_albedo;
uniform sampler2D t_normal;
uniform sampler2D t_depth;
uniform sampler2D t_open;             // ambient occlusion at half size
uniform sampler2DShadow t_shadow;

uniform vec2 u_tan;
uniform vec2 u_shift;                 // from the lens axis to the picture's middle, in half pictures
uniform mat3 u_world_from_camera;
uniform vec3 u_key;                   // towards a distant key light
uniform vec4 u_lamp;                  // place of a lamp and its reach in metres; reach 0 = distant key
uniform float u_shade;                // 1: the lamp shines downwards only
uniform int u_faces;                  // shadow maps in the atlas: 1, or 6 round a lamp
uniform mat4 u_shadow_from_camera[6];
uniform vec4 u_tiles[6];              // origin and size of each in the atlas, 0..1
uniform vec2 u_texel_m;               // metres per shadow texel: (everywhere) or (per metre of distance)
uniform vec3 u_key_colour;
uniform vec3 u_sky_colour;
uniform vec3 u_ground_colour;
uniform vec3 u_zenith;                // background, display colours
uniform vec3 u_horizon;
uniform vec3 u_nadir;

uniform float u_softness;             // of a distant key: 0 a sun, 1 a covered sky
uniform float u_key_tone;             // how strong the key is in the light term, 0..1
uniform float u_extinction;           // of fog, per metre
uniform float u_tone_of_light;        // linear light -> light term

layout(location = 0) out vec4 o_beauty;
layout(location = 1) out vec4 o_light;  // key * shadow, openness, hemisphere, fresnel

float lit(vec3 place, vec3 normal, vec3 to_light, int face, float texel_m) {
    float spread = 1.25 + 2.5 * u_softness;
    vec3 lifted = place + normal * texel_m * 2.2 + to_light * texel_m * 0.6;
    vec4 clip = u_shadow_from_camera[face] * vec4(lifted, 1.0);
    vec3 at = clip.xyz / clip.w * 0.5 + 0.5;
    if (any(lessThan(at, vec3(0.0))) || any(greaterThan(at.xy, vec2(1.0)))) return 1.0;
    at.z = min(at.z, 0.99999);  // behind everything that casts, and still in its shadow
    vec2 texel = 1.0 / vec2(textureSize(t_shadow, 0));
    vec4 tile = u_tiles[face];
    vec2 low = tile.xy + texel * 0.5, high = tile.xy + tile.zw - texel * 0.5;
    vec2 uv = tile.xy + at.xy * tile.zw;
    float sum = 0.0;
    for (int y = -1; y <= 1; y++) {
        for (int x = -1; x <= 1; x++) {
            float weight = (2.0 - abs(float(x))) * (2.0 - abs(float(y)));
            sum += weight * texture(t_shadow, vec3(clamp(uv + vec2(x, y) * texel * spread, low, high), at.z));
        }
    }
    return sum / 16.0;
}

int face_of(vec3 place) {
    // The maps round a lamp look along +X -X +Y -Y +Z -Z of the world.
    vec3 from = u_world_from_camera * (place - u_lamp.xyz), size = abs(from);
    if (size.x >= size.y && size.x >= size.z) return from.x > 0.0 ? 0 : 1;
    if (size.y >= size.z) return from.y > 0.0 ? 2 : 3;
    return from.z > 0.0 ? 4 : 5;
}

#include "beside"

float openness() {
    // Four neighbours at half size, those of the same depth counting most.
    ivec2 size = textureSize(t_open, 0), full = textureSize(t_depth, 0);
    ivec2 pixel = ivec2(gl_FragCoord.xy);
    float depth = texelFetch(t_depth, pixel, 0).r;
    vec2 at = vec2(pixel) * 0.5;
    ivec2 base = ivec2(floor(at));
    vec2 part = at - vec2(base);
    float sum = 0.0, total = 0.0;
    for (int i = 0; i < 4; i++) {
        ivec2 step = ivec2(i & 1, i >> 1);
        ivec2 cell = clamp(base + step, ivec2(0), size - 1);
        float other = texelFetch(t_depth, min(cell * 2, full - 1), 0).r;
        vec2 near = mix(1.0 - part, part, vec2(step));
        float weight = (near.x * near.y + 1e-3) / (1e-3 + abs(1.0 / other - 1.0 / depth) * depth);
        sum += weight * texelFetch(t_open, cell, 0).r;
        total += weight;
    }
    return sum / total;
}

vec3 dithered(vec3 colour) {
    float noise = fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(0.06711056, 0.00583715))));
    return colour + (noise - 0.5) / 255.0;
}

void main() {
    vec3 up = vec3(u_world_from_camera[0].y, u_world_from_camera[1].y, u_world_from_camera[2].y);
    ivec2 pixel = ivec2(gl_FragCoord.xy);
    float depth = texelFetch(t_depth, pixel, 0).r;
    vec3 ray = vec3((v_uv * 2.0 - 1.0 + u_shift) * u_tan, -1.0);
    vec3 view = -normalize(ray);
    if (depth > 1e5) {
        float height = dot(-view, up);
        vec3 sky = mix(u_horizon, u_zenith, smoothstep(0.0, 0.65, height));
        sky = mix(sky, u_nadir, smoothstep(0.0, -0.25, height));
        // air thins with height; level with the eye there is as much of it as one can see through
        float thick = u_extinction * 400.0 * mix(1.0, 0.25, smoothstep(0.0, 0.7, height));
        o_beauty = vec4(dithered(mix(u_horizon, sky, exp(-thick))), 1.0);
        o_light = vec4(1.0, 1.0, 1.0, 0.0);
        return;
    }
    vec3 place = ray * depth;
    vec4 albedo = texelFetch(t_albedo, pixel, 0);
    vec3 normal = texelFetch(t_normal, pixel, 0).xyz;
    vec3 to_light = u_key;
    float strength = 1.0, fading = 1.0, texel_m = u_texel_m.x;
    int face = 0;
    if (u_lamp.w > 0.0) {
        vec3 to_lamp = u_lamp.xyz - place;
        float away = length(to_lamp);
        to_light = to_lamp / max(away, 1e-4);
        strength = clamp(1.25 - away / u_lamp.w, 0.0, 1.0) * 1.6;
        strength *= mix(1.0, smoothstep(0.10, 0.42, dot(to_light, up)), u_shade);
        fading = 1.35 / (1.0 + 0.07 * away * away);  // of the picture; the light term stays broad
        texel_m = u_texel_m.y * away;
        face = face_of(place);
    }
    float turned = dot(normal, to_light), wrap = 0.6 * u_softness;
    float facing = max((turned + wrap) / (1.0 + wrap), 0.0) * strength;
    float key = min(facing, 1.0);
    if (key > 0.0 && u_softness < 1.0) key *= mix(lit(place, normal, to_light, face, texel_m), 1.0, u_softness);
    float open = openness();
    open *= mix(1.0, open, u_softness);  // under a covered sky only what is shut in is dark
    float hemisphere = dot(normal, up) * 0.5 + 0.5;
    float fresnel = pow(1.0 - clamp(dot(normal, view), 0.0, 1.0), 3.0);

    vec3 ambient = mix(u_ground_colour, u_sky_colour, hemisphere);
    ambient *= 0.82 + 0.18 * max(dot(normal, view), 0.0);
    vec3 surface = albedo.rgb * albedo.rgb;
    vec3 light = (ambient + u_sky_colour * fresnel * 0.10) * open;
    light += u_key_colour * key * fading * mix(open, 1.0, 0.6);
    vec3 more = beside(place, normal) * mix(open, 1.0, 0.6);
    vec3 colour = surface * (light + more);
    colour = sqrt(colour / (1.0 + 0.25 * colour));
    colour = mix(u_horizon, mix(colour, albedo.rgb, albedo.a), exp(-u_extinction * length(place)));
    o_beauty = vec4(dithered(colour), 1.0);
    float covered = open * (0.40 + 0.60 * (turned * 0.5 + 0.5));
    float tone = mix(key, covered, u_softness) * u_key_tone;
    tone += dot(more, vec3(0.2126, 0.7152, 0.0722)) * u_tone_of_light;
    o_light = vec4(min(tone, 1.0), open, hemisphere, fresnel);
}
