// How things look: colours, hatching, signs of sites, discs, texts with a halo.

export const LOOK = { beyond: "#E6EDF1", land: "#FAFAF7", ink: "#1B2530", halo: "#FFFFFF", hatch: "#5B6770" };
export const FONTS = '"Source Sans", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif';

export function hatchOf(context, colour) {
  const tile = Object.assign(document.createElement("canvas"), { width: 7, height: 7 });
  const pen = tile.getContext("2d");
  Object.assign(pen, { strokeStyle: colour, globalAlpha: 0.4 });
  pen.beginPath();
  for (const shift of [-7, 0, 7]) pen.moveTo(shift, 7), pen.lineTo(shift + 7, 0);
  pen.stroke();
  return context.createPattern(tile, "repeat");
}

export function disc(context, { at, radius, cluster }) {
  circle(context, at, radius, { fillStyle: "rgba(255,255,255,0.94)", strokeStyle: "#0F766E", lineWidth: 1.5 });
  Object.assign(context, { fillStyle: "#0F766E", font: `600 11px ${FONTS}`, textAlign: "center", textBaseline: "middle" });
  context.fillText(String(cluster.length), at[0], at[1] + 0.5);
}

// A site, or what a legend says of one: `path` is its shape in a box of 20 by 20; `lined` is no more than its lines.
const paths = new Map();
export function sign(context, { site, at }, path) {
  if (!paths.has(path)) paths.set(path, new Path2D(path));
  const scale = site.size / 20, open = site.hollow || site.lined;
  context.save();
  context.translate(at[0] - 10 * scale, at[1] - 10 * scale);
  context.scale(scale, scale);
  Object.assign(context, { fillStyle: open ? "#FFFFFF" : site.colour, strokeStyle: open ? site.colour : LOOK.halo });
  context.lineWidth = open ? 2.5 : 1.5;
  if (!site.lined) context.fill(paths.get(path), "evenodd");
  context.stroke(paths.get(path));
  context.restore();
}

export function circle(context, at, radius, style) {
  Object.assign(context, style);
  context.beginPath();
  context.arc(at[0], at[1], radius, 0, 2 * Math.PI);
  if (style.fillStyle) context.fill();
  context.stroke();
}

export function haloed(context, text, at, font) {
  Object.assign(context, { font, textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: 3.5 });
  Object.assign(context, { strokeStyle: "rgba(255,255,255,0.9)", fillStyle: LOOK.ink });
  context.strokeText(text, at[0], at[1]);
  context.fillText(text, at[0], at[1]);
}
