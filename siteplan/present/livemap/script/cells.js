// Zones as cells: read from their file, projected once, drawn by class, found under a point.
// World coordinates run from 0 to 1, west to east and north to south, in Web Mercator.

const BATCH = 10; // polygons a path: a path is filled in more than linear time

export const worldX = (lon) => lon / 360 + 0.5;

export function worldY(lat) {
  const sine = Math.sin((lat * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

const least = (a, b) => Math.min(a, b), most = (a, b) => Math.max(a, b);

// The file: length of the header, the header (JSON), then columns of numbers, each from a multiple of 8 on.
export function readCells(buffer) {
  const size = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, size)));
  const kinds = { f4: Float32Array, i4: Int32Array, u4: Uint32Array, u1: Uint8Array };
  const columns = {};
  for (const [name, kind, offset, count] of header.columns) columns[name] = new kinds[kind](buffer, offset, count);
  const { n } = header, { lon, lat, rings, corners } = columns;
  const x = Float64Array.from(lon, (v) => worldX(v / 1e6)), y = Float64Array.from(lat, (v) => worldY(v / 1e6));
  const box = new Float64Array(4 * n); // of each cell: west, north, east, south
  for (let i = 0; i < n; i++) {
    const xs = x.subarray(corners[rings[i]], corners[rings[i + 1]]), ys = y.subarray(corners[rings[i]], corners[rings[i + 1]]);
    box.set([xs.reduce(least), ys.reduce(least), xs.reduce(most), ys.reduce(most)], 4 * i);
  }
  return { n, x, y, rings, corners, columns, box };
}

// The list that a map holds under a key, an empty one if there was none.
export function held(map, key) {
  if (!map.has(key)) map.set(key, []);
  return map.get(key);
}

// The cell at a point of the world, -1 where there is none; the later one where two lie on each other. Boxes are looked
// through one by one: a fifth of a millisecond for 100,000.
export function cellAt(cells, px, py) {
  const { box } = cells;
  for (let i = cells.n - 1, b = 4 * i; i >= 0; i--, b -= 4) {
    if (box[b] <= px && px <= box[b + 2] && box[b + 1] <= py && py <= box[b + 3] && holds(cells, i, px, py)) return i;
  }
  return -1;
}

// Inside is what an odd number of edges lies to the east of.
function holds(cells, i, px, py) {
  let inside = false;
  eachRing(cells, i, (from, to) => {
    for (let a = from, b = to - 1; a < to; b = a++) {
      const [ya, yb] = [cells.y[a], cells.y[b]];
      if (ya > py !== yb > py && px < ((cells.x[b] - cells.x[a]) * (py - ya)) / (yb - ya) + cells.x[a]) inside = !inside;
    }
  });
  return inside;
}

function eachRing(cells, i, visit) {
  for (let ring = cells.rings[i]; ring < cells.rings[i + 1]; ring++) visit(cells.corners[ring], cells.corners[ring + 1]);
}

// A view: `scale` pixels a world, `left` and `top` of the canvas in these pixels, its `width` and `height`.
export function inView(cells, view) {
  const west = view.left / view.scale, east = (view.left + view.width) / view.scale;
  const north = view.top / view.scale, south = (view.top + view.height) / view.scale;
  const found = [];
  for (let i = 0; i < cells.n; i++) {
    const b = 4 * i, { box } = cells;
    if (box[b] <= east && box[b + 2] >= west && box[b + 1] <= south && box[b + 3] >= north) found.push(i);
  }
  return found;
}

// Fill cells by what `paint` gives for each: a colour or a pattern, or nothing.
export function drawCells(context, cells, view, shown, paint) {
  const byPaint = new Map();
  for (const i of shown) {
    const fill = paint(i);
    if (fill) held(byPaint, fill).push(i);
  }
  for (const [fill, some] of byPaint) {
    context.fillStyle = fill;
    for (let from = 0; from < some.length; from += BATCH) {
      context.beginPath();
      for (const i of some.slice(from, from + BATCH)) trace(context, cells, i, view);
      context.fill("evenodd");
    }
  }
}

export function trace(context, cells, i, view) {
  eachRing(cells, i, (from, to) => {
    for (let k = from; k < to; k++) {
      const px = cells.x[k] * view.scale - view.left, py = cells.y[k] * view.scale - view.top;
      k === from ? context.moveTo(px, py) : context.lineTo(px, py);
    }
    context.closePath();
  });
}

// The class of each value by rising edges, as Classes has it: 255 where there is none.
export function classesOf(values, edges) {
  const inner = edges.slice(1, -1);
  return Uint8Array.from(values, (v) => (Number.isNaN(v) ? 255 : inner.filter((edge) => v >= edge).length));
}
