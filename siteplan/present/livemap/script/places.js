// Names and lines: where a name finds room, roads and outlines as paths.

import { worldX, worldY } from "./cells.js";

const NEARBY = [[0, -1], [0, 1], [0.7, -0.7], [-0.7, -0.7], [0.7, 0.7], [-0.7, 0.7]];
const SPOTS = [[0, 0], ...NEARBY, ...NEARBY.map(([right, down]) => [1.3 * right, 2.3 * down])];
const GAP = 3;

// A line is lon, lat of its first corner in 1e-5 degrees, then how far each corner is from the one before.
export function unpackLine(packed) {
  const line = new Float64Array(packed.length);
  let [lon, lat] = [0, 0];
  for (let k = 0; k < packed.length; k += 2) {
    lon += packed[k];
    lat += packed[k + 1];
    line[k] = worldX(lon / 1e5);
    line[k + 1] = worldY(lat / 1e5);
  }
  return line;
}

export function strokeLines(context, { lines, colour, width, closed }, view) {
  Object.assign(context, { strokeStyle: colour, lineWidth: width, lineJoin: "round" });
  context.beginPath();
  for (const line of lines) {
    for (let k = 0; k < line.length; k += 2) {
      const px = line[k] * view.scale - view.left, py = line[k + 1] * view.scale - view.top;
      k ? context.lineTo(px, py) : context.moveTo(px, py);
    }
    if (closed) context.closePath();
  }
  context.stroke();
}

// Names in the order of their importance, each at the first spot that nothing has taken; boxes are [x, y, x, y].
export function placedNames(names, measure, taken, view) {
  const boxes = [...taken], placed = [];
  for (const name of names) {
    const x = name.x * view.scale - view.left, y = name.y * view.scale - view.top;
    if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
    const [wide, high] = measure(name);
    for (const [right, down] of SPOTS) {
      const at = [x + right * (wide / 2 + 8), y + down * (high / 2 + 10)];
      const box = [at[0] - wide / 2 - GAP, at[1] - high / 2 - GAP, at[0] + wide / 2 + GAP, at[1] + high / 2 + GAP];
      if (box[0] < 0 || box[2] > view.width || boxes.some((other) => meet(box, other))) continue;
      boxes.push(box);
      placed.push({ ...name, at });
      break;
    }
  }
  return placed;
}

export const meet = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
