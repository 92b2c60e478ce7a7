// The map's own functions: what lies under a point, what becomes a disc, where names find room.
import assert from "node:assert/strict";
import { test } from "node:test";

import { cellAt, classesOf, drawCells, inView, readCells, worldX, worldY } from "../../../siteplan/present/livemap/script/cells.js";
import { meet, placedNames, unpackLine } from "../../../siteplan/present/livemap/script/places.js";
import { keptBits, markAt, marksOf, sitesAt } from "../../../siteplan/present/livemap/script/sites.js";
import { ringAfter } from "../../../siteplan/present/livemap/script/tools.js";

// Rings of [lon, lat] by zone, packed as cell_file does it.
function packed(zones) {
  const rings = zones.flat(), corners = rings.flat();
  const ends = (lists) => lists.reduce((all, list) => [...all, all.at(-1) + list.length], [0]);
  const columns = {
    lon: Int32Array.from(corners, (c) => Math.round(c[0] * 1e6)), lat: Int32Array.from(corners, (c) => Math.round(c[1] * 1e6)),
    corners: Uint32Array.from(ends(rings)), rings: Uint32Array.from(ends(zones)),
  };
  const kinds = { lon: "i4", lat: "i4", corners: "u4", rings: "u4" };
  let offset = 512;
  const listed = Object.entries(columns).map(([name, column]) => {
    const row = [name, kinds[name], offset, column.length];
    offset = Math.ceil((offset + column.byteLength) / 8) * 8;
    return row;
  });
  const buffer = new ArrayBuffer(offset);
  const header = new TextEncoder().encode(JSON.stringify({ n: zones.length, columns: listed }));
  new DataView(buffer).setUint32(0, header.length, true);
  new Uint8Array(buffer).set(header, 4);
  for (const [name, , at] of listed) new Uint8Array(buffer).set(new Uint8Array(columns[name].buffer), at);
  return buffer;
}

const square = (lon, lat, size) => [[lon, lat], [lon + size, lat], [lon + size, lat + size], [lon, lat + size]];
const HOLED = [square(113, 23, 1), square(113.4, 23.4, 0.2)];
const ISLANDS = [square(115, 22, 0.1), square(115.2, 22, 0.1)];
const cells = readCells(packed([HOLED, ISLANDS]));
const at = (lon, lat) => cellAt(cells, worldX(lon), worldY(lat));

test("the world is a square with the equator in its middle", () => {
  assert.equal(worldX(-180), 0);
  assert.equal(worldX(180), 1);
  assert.ok(Math.abs(worldY(0) - 0.5) < 1e-12);
  assert.ok(Math.abs(worldY(85.05112878)) < 1e-9);
});

test("a point finds its zone, holes and gaps find none", () => {
  assert.equal(at(113.1, 23.1), 0);
  assert.equal(at(113.5, 23.5), -1);
  assert.equal(at(115.05, 22.05), 1);
  assert.equal(at(115.25, 22.05), 1);
  assert.equal(at(115.15, 22.05), -1);
  assert.equal(at(0, 0), -1);
});

test("every cell of a grid is found at its middle", () => {
  const many = [];
  for (let i = 0; i < 400; i++) many.push([square(110 + (i % 20) * 0.1, 20 + Math.floor(i / 20) * 0.1, 0.1)]);
  const grid = readCells(packed(many));
  many.forEach(([[[lon, lat]]], i) => assert.equal(cellAt(grid, worldX(lon + 0.05), worldY(lat + 0.05)), i));
});

const VIEW = { scale: 256 * 2 ** 8, left: worldX(112) * 256 * 2 ** 8, top: worldY(25) * 256 * 2 ** 8, width: 800, height: 600, zoom: 8 };

test("only what is in view is drawn, in paths of at most ten, by its paint", () => {
  assert.deepEqual(inView(cells, VIEW), [0, 1]);
  assert.deepEqual(inView(cells, { ...VIEW, left: 0, top: 0 }), []);
  const seen = [];
  const context = { beginPath() {}, moveTo() {}, lineTo() {}, closePath() {}, fill() { seen.push(this.fillStyle); } };
  drawCells(context, cells, VIEW, Array(23).fill(0), () => "#123456");
  assert.deepEqual(seen, ["#123456", "#123456", "#123456"]);
  drawCells(context, cells, VIEW, [0, 1], (i) => (i ? "b" : null));
  assert.equal(seen.at(-1), "b");
});

test("classes are those of the edges, the last one closed, nothing where there is none", () => {
  assert.deepEqual([...classesOf([0.5, 1, 29, 30, 99, 1000, NaN], [0, 1, 30, 100])], [0, 1, 1, 2, 2, 2, 255]);
});

test("a cell's box holds all its rings", () => {
  assert.deepEqual([...cells.box.slice(4)], [worldX(115), worldY(22.1), worldX(115.3), worldY(22)]);
});

test("near sites become a disc, single ones stay, and a pan changes neither", () => {
  const sites = sitesAt([
    { id: "a", lon: 113.0, lat: 23.0 }, { id: "b", lon: 113.001, lat: 23.001 }, { id: "c", lon: 114.5, lat: 24.0 },
    { id: "own", lon: 113.0005, lat: 23.0005, single: true },
  ]);
  const marks = (view) => marksOf(sites, view, true, (site) => site.single);
  const shape = (view) => marks(view).map((mark) => mark.cluster?.map((site) => site.id) ?? mark.site.id);
  assert.deepEqual(shape(VIEW), [["a", "b"], "c", "own"]);
  assert.deepEqual(shape({ ...VIEW, left: VIEW.left + 13, top: VIEW.top - 7 }), shape(VIEW));
  assert.equal(marksOf(sites, VIEW, false, () => false).length, 4);
});

test("a click within 12 pixels means a site, the nearest one", () => {
  const marks = [{ site: { id: "a" }, at: [100, 100] }, { site: { id: "b" }, at: [110, 100] }];
  assert.equal(markAt(marks, 104, 100).site.id, "a");
  assert.equal(markAt(marks, 107, 100).site.id, "b");
  assert.equal(markAt(marks, 122, 100).site.id, "b");
  assert.equal(markAt(marks, 122.5, 100), null);
});

test("bits say which candidates are kept", () => {
  assert.deepEqual(keptBits("a0").slice(0, 5), [true, false, true, false, false]);
});

test("names do not lie on each other, the first ones first, the same each time", () => {
  const names = [0, 1, 2, 3].map((i) => ({ id: i, x: worldX(113 + i * 0.02), y: worldY(23.5) }));
  const placed = placedNames(names, () => [60, 14], [], VIEW);
  assert.equal(placed[0].id, 0);
  const boxes = placed.map(({ at: [x, y] }) => [x - 30, y - 7, x + 30, y + 7]);
  boxes.forEach((box, i) => boxes.slice(i + 1).forEach((other) => assert.ok(!meet(box, other))));
  assert.deepEqual(placed, placedNames(names, () => [60, 14], [], VIEW));
  assert.deepEqual(placedNames(names, () => [60, 14], [[0, 0, 800, 600]], VIEW), []);
});

test("an area is closed by its first corner, and a double click adds no corner twice", () => {
  const apart = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);
  const ringOf = (...corners) => corners.reduce((so, corner) => ringAfter(so.ring, corner, apart), { ring: [], closed: false });
  const corners = [[0, 0], [100, 0], [100, 100]];
  assert.deepEqual(ringOf(...corners), { ring: corners, closed: false });
  assert.deepEqual(ringOf(...corners, [103, 101]), { ring: corners, closed: false });
  assert.deepEqual(ringOf(...corners, [8, 8]), { ring: corners, closed: true });
  assert.deepEqual(ringOf([0, 0], [100, 0], [8, 8]).closed, false); // two corners are no area
});

test("a packed line comes back", () => {
  const line = unpackLine([11_300_000, 2_300_000, 1, -2]);
  assert.ok(Math.abs(line[2] - worldX(113.00001)) < 1e-12);
  assert.ok(Math.abs(line[3] - worldY(22.99998)) < 1e-12);
});
