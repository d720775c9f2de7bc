#version 330 core
// A share of a picture, to be added to the shares of others.
in vec2 v_uv;
uniform sampler2D t_beauty;
uniform float u_share;
out vec4 o_sum;

void main() {
    o_sum = vec4(texture(t_beauty, v_uv).rgb * u_share, u_share);
}
