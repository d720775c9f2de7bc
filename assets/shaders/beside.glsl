// Lights beside the key, none with a shadow. Included by the passes that light.
uniform int u_shines;                 // fill and rim: distant, without shadow
uniform vec3 u_shine_to[2];
uniform vec3 u_shine_colour[2];
uniform int u_lamps;                  // lamps beside the key, without shadow
uniform vec4 u_lamp_at[4];            // place and reach in metres
uniform vec3 u_lamp_colour[4];
uniform vec4 u_lamp_aim[4];           // direction, and the cosine at which the cone begins

vec3 beside(vec3 place, vec3 normal) {
    // Linear light of all that is not the key.
    vec3 sum = vec3(0.0);
    for (int i = 0; i < u_shines; i++) {
        sum += u_shine_colour[i] * max(dot(normal, u_shine_to[i]), 0.0);
    }
    for (int i = 0; i < u_lamps; i++) {
        vec3 to_lamp = u_lamp_at[i].xyz - place;
        float away2 = dot(to_lamp, to_lamp), part = away2 / (u_lamp_at[i].w * u_lamp_at[i].w);
        if (part >= 1.0) continue;
        vec3 towards = to_lamp * inversesqrt(max(away2, 1e-8));
        float inside = smoothstep(u_lamp_aim[i].w, u_lamp_aim[i].w + 0.22, -dot(towards, u_lamp_aim[i].xyz));
        float window = (1.0 - part * part) * (1.0 - part * part);  // ends at the reach (Karis 2013)
        // A bulb is no point: what it grazes is lit too.
        float facing = max((dot(normal, towards) + 0.15) / 1.15, 0.0);
        sum += u_lamp_colour[i] * facing * inside * window / (0.35 + away2);
    }
    return sum;
}
