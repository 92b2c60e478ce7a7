// The map itself: Leaflet moves it, one layer of canvases draws it. Python says what is shown; all words come from there.

import { boundsOf, cellAt, classesOf, drawCells, inView, readCells, worldX, worldY } from "./cells.js";
import { legendOf, tooltipOf } from "./legend.js";
import { placedNames, strokeLines, unpackLine } from "./places.js";
import { keptBits, markAt, marksOf, pixelOf, sitesAt } from "./sites.js";

const TILE = 256, MARGIN = 0.6; // of the view, drawn around it
const CLUSTERED_BELOW = 10; // zoom
const CITY_NAMES = 5.5, COUNTY_NAMES = 9.5; // zoom from which on
const LOOK = {
  beyond: "#E6EDF1", land: "#FAFAF7", road: "#A9B2B8", county: "#C6CED2", city: "#7F8B92", ink: "#1B2530",
  halo: "#FFFFFF", hatch: "#5B6770",
};

export async function load(address) {
  const answer = await fetch(address, { cache: "force-cache" });
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  const packed = answer.body.pipeThrough(new DecompressionStream("gzip"));
  return new Response(packed).arrayBuffer();
}

async function json(address) {
  return JSON.parse(new TextDecoder().decode(await load(address)));
}

export async function mount(host, data) {
  const [cells, ground] = await Promise.all([load(data.files.cells).then(readCells), json(data.files.ground)]);
  const frame = host.querySelector(".siteplan-map");
  frame.style.height = `${data.height}px`;
  return new LiveMap(frame, cells, ground);
}

export class LiveMap {
  constructor(frame, cells, ground) {
    this.cells = cells;
    this.lines = linesOf(ground);
    this.places = ground.places;
    this.names = ground.names.map((name) => ({ ...name, x: worldX(name.lon), y: worldY(name.lat) }));
    this.sites = [];
    this.marks = [];
    this.files = new Map();
    this.frame = frame;
    this.map = L.map(this.frame, { zoomControl: false, zoomSnap: 0.25, zoomDelta: 0.5, attributionControl: false, minZoom: 3, maxZoom: 17 });
    L.control.zoom({ position: "topright" }).addTo(this.map);
    L.control.scale({ position: "bottomright", imperial: false }).addTo(this.map);
    const draw = (base, top, view) => this.said && (this.drawGround(base, view), this.drawSites(top, view));
    this.layer = new (drawnLayer())({ padding: MARGIN, draw });
    this.fit(boundsOf(cells.box));
    this.layer.addTo(this.map);
    this.tooltip = tooltipOf(this.frame);
    this.map.on("click", (event) => this.clicked(event.containerPoint, event.latlng));
    this.map.on("mousemove", (event) => this.hovered(event.containerPoint, event.latlng));
    this.map.on("mouseout", () => this.tooltip.hide());
    this.frame.addEventListener("keydown", (event) => this.keyed(event));
    new ResizeObserver(() => this.map.invalidateSize({ pan: false })).observe(this.frame);
  }

  // What Python says of this run; nothing is fetched that is here already.
  async update(data, tell) {
    this.tell = tell;
    const [packed, sites] = await Promise.all([this.kept(data.layer.file, load), this.kept(data.files.sites)]);
    if (this.gone) return; // the page was left while the files came
    const { said } = this, values = new Float32Array(packed);
    Object.assign(this, { said: data, values, classes: classesOf(values, data.layer.edges), sites: sitesAt(sites) });
    const kept = keptBits(data.kept);
    this.sites.forEach((site) => (site.faded = site.kind === "candidate" && !kept[site.nth]));
    this.area = (data.area || []).map((level) => ({ ...level, lines: level.rings.map(unpackLine), x: worldX(level.at[0]), y: worldY(level.at[1]) }));
    this.frame.setAttribute("aria-label", data.words.label);
    this.hidden ??= new Set(data.hidden);
    legendOf(this.frame, data.legend, data.words, this.hidden, () => this.layer.redraw());
    if (data.view && data.view.id !== said?.view?.id) this.fit(data.view.box.map((v, k) => (k % 2 ? worldY(v) : worldX(v))));
    this.layer.redraw();
  }

  async kept(address, get = json) {
    if (!this.files.has(address)) this.files.set(address, get(address));
    return this.files.get(address);
  }

  // `box` in world coordinates: west, north, east, south.
  fit(box) {
    const corner = (x, y) => this.map.unproject(L.point(x * TILE, y * TILE), 0);
    const left = this.frame.clientWidth >= 640 ? 216 : 14; // beside the legend
    const room = { paddingTopLeft: [left, 14], paddingBottomRight: [14, 24], animate: false };
    this.map.fitBounds(L.latLngBounds(corner(box[0], box[1]), corner(box[2], box[3])), room);
  }

  drawGround(context, view) {
    const { cells, lines, classes, said } = this;
    const shown = inView(cells, view);
    context.fillStyle = LOOK.beyond;
    context.fillRect(0, 0, view.width, view.height);
    drawCells(context, cells, view, shown, (i) => (classes[i] < 255 ? said.layer.colours[classes[i]] : LOOK.land));
    const uncovered = cells.columns[said.hatched], lined = hatchOf(context);
    if (uncovered) drawCells(context, cells, view, shown, (i) => (uncovered[i] ? lined : null));
    if (view.zoom >= 8) strokeLines(context, lines.counties, view, LOOK.county, 0.7, true);
    strokeLines(context, lines.cities, view, LOOK.city, 1, true);
    for (const [some, width, from] of lines.roads) if (view.zoom >= from) strokeLines(context, some, view, LOOK.road, width);
  }

  drawSites(context, view) {
    const single = (site) => site.kind !== "candidate" || site.id === this.said.selected;
    const shown = this.sites.filter((site) => !this.hidden.has(site.kind) && !site.faded);
    this.marks = marksOf(shown, view, view.zoom < CLUSTERED_BELOW, single);
    for (const level of this.area) strokeLines(context, level.lines, view, LOOK.ink, level.width, true);
    for (const mark of this.marks) mark.cluster ? disc(context, mark) : sign(context, mark, this.said.signs);
    const chosen = this.marks.find((mark) => mark.site?.id === this.said.selected);
    const rings = [["#FFFFFF", 6], [LOOK.ink, 2.5]];
    if (chosen) for (const [strokeStyle, lineWidth] of rings) circle(context, chosen.at, 13, { strokeStyle, lineWidth });
    for (const level of this.area) haloed(context, level.label, pixelOf(level, view), `600 10.5px ${FONTS}`);
    this.drawNames(context, view);
  }

  drawNames(context, view) {
    const some = this.names.filter((name) => view.zoom >= (name.kind === "city" ? CITY_NAMES : COUNTY_NAMES));
    const text = (name) => this.worded(name.names);
    const font = (name) => `${name.kind === "city" ? 600 : 400} ${name.kind === "city" ? 13 : 11.5}px ${FONTS}`;
    const taken = this.marks.map(({ at, radius = 7 }) => [at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius]);
    const measure = (name) => ((context.font = font(name)), [context.measureText(text(name)).width, 15]);
    for (const name of placedNames(some, measure, taken, view)) haloed(context, text(name), name.at, font(name));
  }

  // The mark and the cell under a point of the map's frame.
  under(point, latlng) {
    const { view, at } = this.layer.seen(point);
    const mark = view && markAt(this.marks, ...at);
    const cell = mark ? -1 : cellAt(this.cells, worldX(latlng.lng), worldY(latlng.lat));
    return { mark, cell };
  }

  clicked(point, latlng) {
    const { mark } = this.under(point, latlng);
    if (mark?.cluster) this.map.setView(latlng, this.map.getZoom() + 2);
    else if (mark) this.tell("clicked", { kind: mark.site.kind, id: mark.site.id });
  }

  hovered(point, latlng) {
    if (!this.said || this.pending) return;
    this.pending = requestAnimationFrame(() => {
      this.pending = 0;
      const { mark, cell } = this.under(point, latlng);
      this.frame.style.cursor = mark ? "pointer" : "";
      const lines = mark?.site ? mark.site.told : cell >= 0 ? this.zoneLines(cell) : null;
      lines ? this.tooltip.show(point, lines) : this.tooltip.hide();
    });
  }

  zoneLines(cell) {
    const { columns } = this.cells, { lang, words } = this.said;
    const number = new Intl.NumberFormat(lang || "en", { maximumSignificantDigits: 3 });
    const told = (text, x) => (Number.isNaN(x) ? "" : text.replace("{x}", number.format(x)));
    const place = this.worded(this.places[columns.place[cell]]);
    return [place, told(words.people, columns.people[cell]), told(words.value, this.values[cell])].filter(Boolean);
  }

  worded(names) {
    return this.said.languages.map((code) => names[code]).find(Boolean) || "";
  }

  // [ and ] step through the sites in view, Enter selects; arrows, + and - are Leaflet's.
  keyed(event) {
    const some = this.marks.filter((mark) => mark.site);
    if ("[]".includes(event.key) && some.length) {
      this.nth = ((this.nth ?? -1) + (event.key === "]" ? 1 : some.length - 1)) % some.length;
      this.tooltip.show(this.layer.inFrame(some[this.nth].at), some[this.nth].site.told);
    } else if (event.key === "Enter" && some[this.nth]) {
      this.tell("clicked", { kind: some[this.nth].site.kind, id: some[this.nth].site.id });
    }
  }

  remove = () => ((this.gone = true), this.map.remove());
}

const FONTS = '"Source Sans", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif';

function linesOf(ground) {
  const widths = { motorway: [1.6, 7], trunk: [1.1, 8.5], primary: [0.7, 9.5] }; // and the zoom from which on
  return {
    counties: ground.counties.map(unpackLine),
    cities: ground.cities.map(unpackLine),
    roads: Object.entries(ground.roads).map(([kind, some]) => [some.map(unpackLine), ...widths[kind]]),
  };
}

// Two canvases that move with Leaflet's panes, drawn anew at rest and where a drag leaves what is drawn.
function drawnLayer() {
  return L.Renderer.extend({
    _initContainer() {
      this._container = L.DomUtil.create("div", "siteplan-canvases");
      this._canvases = [0, 1].map(() => L.DomUtil.create("canvas", "", this._container));
    },
    _destroyContainer: function () { this._container.remove(); },
    getEvents() {
      return { ...L.Renderer.prototype.getEvents.call(this), move: this._dragged };
    },
    _dragged() {
      const view = this._map.getPixelBounds(), origin = this._map.getPixelOrigin();
      const seen = L.bounds(view.min.subtract(origin), view.max.subtract(origin));
      if (this._bounds && !this._map._animatingZoom && !this._bounds.contains(seen)) this._update();
    },
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      this.redraw();
    },
    redraw() {
      if (!this._bounds || !this._map) return;
      const size = this._bounds.getSize(), ratio = Math.min(2, window.devicePixelRatio || 1);
      L.DomUtil.setPosition(this._container, this._bounds.min);
      const corner = this._map.getPixelOrigin().add(this._bounds.min);
      const zoom = this._map.getZoom();
      this._view = { scale: TILE * 2 ** zoom, left: corner.x, top: corner.y, width: size.x, height: size.y, zoom };
      const contexts = this._canvases.map((canvas) => {
        Object.assign(canvas, { width: size.x * ratio, height: size.y * ratio });
        Object.assign(canvas.style, { width: `${size.x}px`, height: `${size.y}px` });
        const context = canvas.getContext("2d");
        context.scale(ratio, ratio);
        return context;
      });
      this.options.draw(...contexts, this._view);
    },
    seen(point) {
      const at = this._map.containerPointToLayerPoint(point).subtract(this._bounds.min);
      return { view: this._view, at: [at.x, at.y] };
    },
    inFrame(at) {
      return this._map.layerPointToContainerPoint(L.point(at).add(this._bounds.min));
    },
  });
}

let hatching = null;
function hatchOf(context) {
  if (hatching) return hatching;
  const tile = Object.assign(document.createElement("canvas"), { width: 7, height: 7 });
  const pen = tile.getContext("2d");
  pen.strokeStyle = LOOK.hatch;
  pen.globalAlpha = 0.4;
  pen.beginPath();
  for (const shift of [-7, 0, 7]) pen.moveTo(shift, 7), pen.lineTo(shift + 7, 0);
  pen.stroke();
  return (hatching = context.createPattern(tile, "repeat"));
}

function disc(context, { at, radius, cluster }) {
  circle(context, at, radius, { fillStyle: "rgba(255,255,255,0.94)", strokeStyle: "#0F766E", lineWidth: 1.5 });
  Object.assign(context, { fillStyle: "#0F766E", font: `600 11px ${FONTS}`, textAlign: "center", textBaseline: "middle" });
  context.fillText(String(cluster.length), at[0], at[1] + 0.5);
}

const paths = new Map();
function sign(context, { site, at }, signs) {
  if (!paths.has(site.shape)) paths.set(site.shape, new Path2D(signs[site.shape]));
  const size = site.size / 20;
  context.save();
  context.translate(at[0] - 10 * size, at[1] - 10 * size);
  context.scale(size, size);
  Object.assign(context, { fillStyle: site.hollow ? "#FFFFFF" : site.colour, strokeStyle: site.hollow ? site.colour : LOOK.halo });
  context.lineWidth = site.hollow ? 2.5 : 1.5;
  context.fill(paths.get(site.shape));
  context.stroke(paths.get(site.shape));
  context.restore();
}

function circle(context, at, radius, style) {
  Object.assign(context, style);
  context.beginPath();
  context.arc(at[0], at[1], radius, 0, 2 * Math.PI);
  if (style.fillStyle) context.fill();
  context.stroke();
}

function haloed(context, text, at, font) {
  Object.assign(context, { font, textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: 3.5 });
  Object.assign(context, { strokeStyle: "rgba(255,255,255,0.9)", fillStyle: LOOK.ink });
  context.strokeText(text, at[0], at[1]);
  context.fillText(text, at[0], at[1]);
}
