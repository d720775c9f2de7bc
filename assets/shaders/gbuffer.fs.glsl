#version 330 core
in vec3 v_normal;
in vec4 v_colour;
flat in uint v_id;

layout(location = 0) out vec4 o_albedo;  // alpha = emission
layout(location = 1) out vec4 o_normal;
layout(location = 2) out float o_depth;
layout(location = 3) out uint o_id;

void main() {
    vec3 normal = normalize(v_normal);
    o_albedo = v_colour;
    o_normal = vec4(gl_FrontFacing ? normal : -normal, 1.0);
    o_depth = 1.0 / gl_FragCoord.w;  // clip w is the distance along the view axis, metres
    o_id = v_id;
}
