// Sites: many of them near each other as one disc with their number, each by itself nearer; the one under a point.

import { held, worldX, worldY } from "./cells.js";

const NEAR = 46; // pixels: sides of the squares whose sites become a disc
export const HIT = 12; // pixels around a pointer in which a site is meant

export const sitesAt = (records) => records.map((site) => ({ ...site, x: worldX(site.lon), y: worldY(site.lat) }));

export const pixelOf = (site, view) => [site.x * view.scale - view.left, site.y * view.scale - view.top];

// Marks of the sites in view: {site, at} or {cluster: sites, at, radius}. `single(site)` is never clustered.
export function marksOf(sites, view, clustered, single) {
  const alone = [], squares = new Map();
  for (const site of sites) {
    const at = pixelOf(site, view);
    if (at[0] < -NEAR || at[1] < -NEAR || at[0] > view.width + NEAR || at[1] > view.height + NEAR) continue;
    // By the world, not by the canvas: a pan leaves them as they are.
    const key = `${Math.floor((site.x * view.scale) / NEAR)} ${Math.floor((site.y * view.scale) / NEAR)}`;
    (!clustered || single(site) ? alone : held(squares, key)).push({ site, at });
  }
  const grouped = [...squares.values()].flatMap((some) => (some.length < 2 ? some : [clusterOf(some)]));
  return [...grouped, ...alone];
}

function clusterOf(some) {
  const middle = [0, 1].map((axis) => some.reduce((sum, mark) => sum + mark.at[axis], 0) / some.length);
  return { cluster: some.map((mark) => mark.site), at: middle, radius: Math.min(17, 8 + 1.1 * Math.sqrt(some.length)) };
}

// The mark nearest to a point within reach; the later ones lie on top.
export function markAt(marks, x, y) {
  let [best, least] = [null, Infinity];
  for (const mark of marks) {
    const away = Math.hypot(mark.at[0] - x, mark.at[1] - y);
    if (away <= Math.max(HIT, mark.radius || 0) && away <= least) [best, least] = [mark, away];
  }
  return best;
}

// Which sites filters keep: a bit for each of those that they are about, in hexadecimal digits, the first site first.
export const keptBits = (hex) => [...hex].flatMap((digit) => [8, 4, 2, 1].map((bit) => (parseInt(digit, 16) & bit) > 0));
