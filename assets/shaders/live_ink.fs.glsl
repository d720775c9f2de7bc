#version 330 core
// Live sketch, second pass: pencil, ink or colour on paper. All noise belongs to the sheet, so a still view
// does not flicker and a moving one slides under it.
in vec2 v_uv;
uniform sampler2D t_marks;    // of live_edge
uniform sampler2D t_picture;
uniform sampler2D t_noise;    // tooth, mottle, and two slow waves; it tiles
uniform vec2 u_texel;         // one over the size of the picture
uniform float u_scale;        // 1 = a picture 960 px wide
uniform int u_look;           // 0 pencil, 1 ink, 2 colour
uniform vec3 u_paper;
uniform vec3 u_ink;
out vec4 o_picture;

const vec2 RISING = vec2(0.6216, -0.7833), STEEP = vec2(0.5403, -0.8415), LEVEL = vec2(0.9211, -0.3894);

vec4 noise;
vec2 place;                   // px of a picture 960 wide
vec2 slow;                    // -1..1, the unsteady hand

// Parallel strokes of human length, ragged at both ends. 0 between them, 1 in the middle of one.
float strokes(vec2 way, float spacing, float width, float salt) {
    float across = dot(place, vec2(-way.y, way.x)) / spacing + slow.x * 0.35;
    float row = floor(across);
    float along = dot(place, way) * 0.0105 + fract(row * 0.618 + salt) * 7.0 + slow.y * 0.12;
    float cut = clamp(abs(fract(along) - 0.5) * 10.0, 0.0, 1.0);
    float middle = abs(across - row - 0.5) * spacing;
    return clamp((width - middle) / (width * 0.55), 0.0, 1.0) * cut;
}

float line_at(vec2 drift) {
    return textureLod(t_marks, v_uv + drift * u_scale * u_texel, 0.0).r;
}

float first_line() {
    return smoothstep(0.10, 0.62, line_at(slow * 1.2));
}

vec3 pencil(float tone) {
    float ragged = tone + (noise.g - 0.5) * 0.09;
    vec3 sheet = u_paper * (0.97 + 0.06 * noise.r);
    sheet *= 1.0 - 0.48 * smoothstep(0.62, 0.04, ragged);
    float ink = 0.0;
    if (ragged < 0.56) ink = strokes(RISING, 4.6, 1.15, 0.1) * clamp((0.56 - ragged) * 5.0, 0.0, 0.52);
    if (ragged < 0.36) ink = max(ink, strokes(STEEP, 3.6, 1.2, 0.4) * clamp((0.36 - ragged) * 9.0, 0.0, 0.72));
    if (ragged < 0.18) ink = max(ink, strokes(LEVEL, 3.8, 1.3, 0.7) * clamp((0.18 - ragged) * 9.0, 0.0, 0.85));
    ink *= clamp(noise.r * 2.7 - 0.2, 0.0, 1.0);
    float again = smoothstep(0.14, 0.75, line_at(slow.yx * vec2(-1.3, 1.1) + 0.7));
    float line = max(first_line(), 0.55 * again) * (0.62 + 0.38 * clamp(noise.r * 3.3 - 1.0, 0.0, 1.0));
    return mix(sheet, u_ink, min(max(ink, line), 0.94));
}

vec3 inked(float tone) {
    float ragged = tone + (noise.g - 0.5) * 0.008;
    float black = smoothstep(0.150, 0.138, ragged), ink = black;
    if (ragged < 0.42) ink = max(ink, strokes(RISING, 4.8, 0.55 + 2.0 * (0.42 - max(ragged, 0.15)), 0.1));
    if (ragged < 0.24) ink = max(ink, strokes(LEVEL, 4.4, 0.9, 0.4));
    float line = first_line();
    vec3 sheet = mix(u_paper * (0.985 + 0.03 * noise.r), u_ink, max(ink, line));
    return mix(sheet, u_paper, black * line * 0.7);
}

vec3 coloured(float tone) {
    vec3 paint = textureLod(t_picture, v_uv + slow * 1.8 * u_scale * u_texel, 0.0).rgb;
    float light = max(dot(paint, vec3(0.299, 0.587, 0.114)), 0.02);
    float level = sqrt(light) * 5.0 + (noise.g - 0.5) * 0.14;
    float flat_ = (floor(level) + smoothstep(0.30, 0.70, fract(level))) * 0.2;
    paint *= 1.0 + 0.55 * (clamp(flat_ * flat_ / light, 0.6, 1.5) - 1.0);
    paint = mix(paint, u_paper, 0.16 + 0.10 * (noise.r - 0.5) + 0.10 * (noise.g - 0.5));
    float ink = first_line() * 0.88;
    if (tone < 0.30) ink = max(ink, strokes(RISING, 4.6, 1.1, 0.1) * clamp((0.30 - tone) * 3.0, 0.0, 0.34));
    return mix(paint, u_ink, ink);
}

void main() {
    vec2 size = 1.0 / u_texel;
    place = vec2(gl_FragCoord.x, size.y - gl_FragCoord.y) / u_scale;
    noise = textureLod(t_noise, place / 512.0, 0.0);
    slow = noise.ba * 2.0 - 1.0;
    float tone = textureLod(t_marks, v_uv + slow * u_scale * u_texel, 0.0).g;
    o_picture = vec4(u_look == 0 ? pencil(tone) : u_look == 1 ? inked(tone) : coloured(tone), 1.0);
}
