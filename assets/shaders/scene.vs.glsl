#version 330 core
// One vertex shader for pictures and shadow maps, rigid pieces and (with SKIN) figures. SUNLIT is for views
// that move under a distant key light: lit here, so that a pixel only has to look into the shadow map.
layout(location = 0) in vec3 a_position;
layout(location = 1) in vec3 a_normal;
layout(location = 2) in vec4 a_colour;
layout(location = 3) in uint a_patch;
layout(location = 4) in uint a_slot;  // of a crowd in one draw: whose vertex this is
layout(location = 5) in uvec4 a_bones;
layout(location = 6) in vec4 a_weights;

uniform samplerBuffer u_instances;  // 4 texels: three rows of world_from_local; (object id, first bone, -, -)
uniform samplerBuffer u_bones;      // 3 texels: three rows of world_from_rest of a bone
uniform int u_first;                // the draw's first instance
uniform mat4 u_camera_from_world;
uniform mat4 u_clip_from_camera;

#ifndef SHADOW
out vec3 v_normal;   // camera space
out vec4 v_colour;
flat out uint v_id;
#endif

#ifdef SUNLIT
uniform mat3 u_world_from_camera;
uniform vec3 u_key;
uniform mat4 u_shadow_from_camera[6];
uniform vec2 u_texel_m;
uniform vec3 u_key_colour;
uniform vec3 u_sky_colour;
uniform vec3 u_ground_colour;
uniform float u_softness;
#include "beside"
out vec3 v_shaded;   // display colours without and with the key light
out vec3 v_lit;
out vec3 v_shadow;   // place in the shadow map

vec3 display(vec3 light) {
    vec3 colour = a_colour.rgb * a_colour.rgb * light;
    return mix(sqrt(colour / (1.0 + 0.25 * colour)), a_colour.rgb, a_colour.a);
}

void light(vec3 place, vec3 outward) {
    vec3 view = -normalize(place);
    vec3 normal = dot(outward, view) < 0.0 ? -outward : outward;
    vec3 up = vec3(u_world_from_camera[0].y, u_world_from_camera[1].y, u_world_from_camera[2].y);
    float straight = dot(normal, view), grazing = 1.0 - straight;
    vec3 ambient = mix(u_ground_colour, u_sky_colour, dot(normal, up) * 0.5 + 0.5);
    ambient = ambient * (0.82 + 0.18 * straight) * 0.94 + u_sky_colour * (grazing * grazing * grazing * 0.10);
    ambient += beside(place, normal);
    float wrap = 0.6 * u_softness;
    v_shaded = display(ambient);
    v_lit = display(ambient + u_key_colour * min(max((dot(normal, u_key) + wrap) / (1.0 + wrap), 0.0), 1.0));
    vec3 lifted = place + normal * u_texel_m.x * 2.2 + u_key * u_texel_m.x;
    v_shadow = (u_shadow_from_camera[0] * vec4(lifted, 1.0)).xyz * 0.5 + 0.5;
}
#endif

void main() {
    int start = (u_first + gl_InstanceID + int(a_slot)) * 4;
    vec4 about = texelFetch(u_instances, start + 3);
#ifdef SKIN
    vec4 x = vec4(0.0), y = vec4(0.0), z = vec4(0.0);
    for (int i = 0; i < 4; i++) {
        int bone = (int(about.y + 0.5) + int(a_bones[i])) * 3;
        x += a_weights[i] * texelFetch(u_bones, bone);
        y += a_weights[i] * texelFetch(u_bones, bone + 1);
        z += a_weights[i] * texelFetch(u_bones, bone + 2);
    }
#else
    vec4 x = texelFetch(u_instances, start);
    vec4 y = texelFetch(u_instances, start + 1);
    vec4 z = texelFetch(u_instances, start + 2);
#endif
    vec4 local = vec4(a_position, 1.0);
    vec4 world = vec4(dot(x, local), dot(y, local), dot(z, local), 1.0);
    vec4 camera = u_camera_from_world * world;
    gl_Position = u_clip_from_camera * camera;
#ifndef SHADOW
#ifdef SKIN
    vec3 normal = vec3(dot(x.xyz, a_normal), dot(y.xyz, a_normal), dot(z.xyz, a_normal));
#else
    // Normals go through the cofactors, which are right for unequal and mirroring scales too.
    vec3 normal = vec3(
        dot(cross(y.xyz, z.xyz), a_normal),
        dot(cross(z.xyz, x.xyz), a_normal),
        dot(cross(x.xyz, y.xyz), a_normal));
#endif
    v_normal = mat3(u_camera_from_world) * normal;
    v_colour = a_colour;
    v_id = (uint(about.x + 0.5) << 16) | a_patch;
#ifdef SUNLIT
    light(camera.xyz, normalize(v_normal));
#endif
#endif
}
