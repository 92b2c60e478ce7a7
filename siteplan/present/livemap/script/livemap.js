// The map itself: Leaflet moves it, one layer of canvases draws it. Python says what is shown; all words come from there.

import { cellAt, classesOf, drawCells, inView, readCells, worldX, worldY } from "./cells.js";
import { legendOf, tooltipOf } from "./legend.js";
import { circle, disc, FONTS, haloed, hatchOf, LOOK, sign } from "./pens.js";
import { savePicture, SHARP } from "./picture.js";
import { placedNames, strokeLines, unpackLine } from "./places.js";
import { keptBits, markAt, marksOf, pixelOf, sitesAt } from "./sites.js";
import { Tools } from "./tools.js";

// How much is drawn around a view, of the view; below which zoom near candidates are a disc.
const TILE = 256, MARGIN = 0.6, CLUSTERED_BELOW = 10;

async function unpacked(address) {
  const answer = await fetch(address, { cache: "force-cache" });
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return new Response(answer.body.pipeThrough(new DecompressionStream("gzip")));
}

const load = async (address) => (await unpacked(address)).arrayBuffer();
const json = async (address) => (await unpacked(address)).json();

export async function mount(host, data) {
  const [cells, ground] = await Promise.all([load(data.files.cells).then(readCells), json(data.files.ground)]);
  return new LiveMap(host.querySelector(".siteplan-map"), cells, ground);
}

export class LiveMap {
  files = new Map();
  marks = [];

  constructor(frame, cells, ground) {
    this.strokes = ground.strokes.map((stroke) => ({ ...stroke, lines: stroke.lines.map(unpackLine) }));
    this.names = sitesAt(ground.names);
    Object.assign(this, { frame, cells, places: ground.places });
    frame.addEventListener("wheel", (event) => this.wheeled(event), true); // before Leaflet, which hears it where it may zoom
    this.map = L.map(this.frame, { zoomControl: false, zoomSnap: 0.25, zoomDelta: 0.5, attributionControl: false, minZoom: 3, maxZoom: 17 });
    L.control.zoom({ position: "topright" }).addTo(this.map);
    L.control.scale({ position: "bottomright", imperial: false }).addTo(this.map);
    const draw = [this.drawGround, this.drawSites].map((drawn) => (...given) => this.said && drawn.apply(this, given));
    this.layer = new (drawnLayer())({ padding: MARGIN, draw });
    this.fit(ground.box);
    this.layer.addTo(this.map);
    this.tooltip = tooltipOf(this.frame);
    this.tools = new Tools(this);
    this.map.on("click", (event) => this.clicked(event.containerPoint, event.latlng));
    this.map.on("mousemove", (event) => this.hovered(event.containerPoint, event.latlng));
    this.map.on("mouseout", () => this.tooltip.hide());
    this.frame.addEventListener("keydown", (event) => this.keyed(event));
    new ResizeObserver(() => this.map.invalidateSize({ pan: false })).observe(this.frame);
  }

  // What Python says of this run; nothing is fetched that is here already.
  async update(data, tell) {
    this.tell = tell;
    const [packed, sites, area] = await Promise.all([this.kept(data.layer.file, load), this.kept(data.files.sites), typeof data.area === "string" ? this.kept(data.area) : data.area]);
    if (this.gone) return; // the page was left while the files came
    const { said } = this, { n } = this.cells, values = new Float32Array(packed, 0, n), hatched = new Uint8Array(packed, 4 * n);
    Object.assign(this, { said: data, values, hatched, classes: classesOf(values, data.layer.edges), sites: sitesAt(sites) });
    const kept = keptBits(data.kept);
    this.sites.forEach((site) => (site.faded = site.nth >= 0 && !kept[site.nth]));
    this.area = sitesAt(area || []).map((level) => ({ ...level, lines: level.lines.map(unpackLine) }));
    this.frame.setAttribute("aria-label", data.words.label);
    this.frame.querySelector(".siteplan-wheel").textContent = data.words.wheel;
    Object.assign(this.frame.querySelector(".siteplan-save"), { title: data.words.save, onclick: () => this.save() });
    this.tools.update(data);
    this.hidden ??= new Set(data.hidden);
    legendOf(this.frame, data.legend, data.words, this.hidden, () => this.layer.redraw(1));
    if (data.view && data.view.id !== said?.view?.id) this.fit(data.view.box);
    this.layer.redraw();
  }

  async kept(address, get = json) {
    if (!this.files.has(address)) this.files.set(address, get(address));
    return this.files.get(address);
  }

  fit([west, north, east, south]) {
    const left = this.frame.clientWidth >= 640 ? 216 : 14; // beside the legend
    const room = { paddingTopLeft: [left, 14], paddingBottomRight: [44, 24], animate: false };
    this.map.fitBounds([[south, west], [north, east]], room);
  }

  drawGround(context, view) {
    const { cells, classes, hatched, said } = this, shown = inView(cells, view);
    context.fillStyle = LOOK.beyond;
    context.fillRect(0, 0, view.width, view.height);
    drawCells(context, cells, view, shown, (i) => (classes[i] < 255 ? said.layer.colours[classes[i]] : LOOK.land));
    const lined = said.layer.hatched && hatchOf(context, LOOK.hatch);
    drawCells(context, cells, view, shown, (i) => (hatched[i] ? lined : null));
    for (const stroke of this.strokes) if (view.zoom >= stroke.from) strokeLines(context, stroke, view);
  }

  drawSites(context, view) {
    const { selected, step, signs } = this.said, single = (site) => !site.clustered || site.id === selected;
    const stands = (site) => !site.when || site.when[step] > "0"; // 2: it opens or closes in this step
    const shown = this.sites.filter((site) => !this.hidden.has(site.kind) && !site.faded && stands(site));
    this.marks = marksOf(shown, view, view.zoom < CLUSTERED_BELOW, single);
    for (const level of this.area) strokeLines(context, level, view);
    for (const mark of this.marks) mark.cluster ? disc(context, mark) : sign(context, mark, signs[mark.site.shape]);
    for (const { site, at } of this.marks) {
      const rings = site?.id === selected ? [["#FFFFFF", 6], [LOOK.ink, 2.5]] : site?.when?.[step] === "2" ? [["#D97706", 3]] : [];
      for (const [strokeStyle, lineWidth] of rings) circle(context, at, 13, { strokeStyle, lineWidth });
    }
    for (const level of this.area) haloed(context, level.label, pixelOf(level, view), `600 10.5px ${FONTS}`);
    this.drawNames(context, view);
  }

  drawNames(context, view) {
    const some = this.names.filter((name) => view.zoom >= name.from);
    const text = (name) => this.worded(name.names), font = ({ weight, size }) => `${weight} ${size}px ${FONTS}`;
    const taken = this.marks.map(({ at, radius = 7 }) => [at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius]);
    const measure = (name) => ((context.font = font(name)), [context.measureText(text(name)).width, 15]);
    for (const name of placedNames(some, measure, taken, view)) haloed(context, text(name), name.at, font(name));
  }

  // The mark under a point of the map's frame, and the cell under a place.
  markUnder = (point) => markAt(this.marks, ...this.layer.seen(point));
  cellUnder = ({ lng, lat }) => cellAt(this.cells, worldX(lng), worldY(lat));

  clicked(point, latlng) {
    const mark = !this.tools.clicked(latlng) && this.markUnder(point);
    if (mark?.cluster) this.map.setView(latlng, this.map.getZoom() + 2);
    else if (mark) this.tellOf(mark.site);
  }

  tellOf = ({ kind, id }) => this.tell("clicked", { kind, id });

  hovered(point, latlng) {
    if (!this.said || this.pending) return;
    this.pending = requestAnimationFrame(() => {
      this.pending = 0;
      const mark = this.markUnder(point), cell = mark ? -1 : this.cellUnder(latlng);
      this.frame.style.cursor = mark && !this.tools.mode ? "pointer" : "";
      const lines = mark?.site ? mark.site.told : cell >= 0 ? this.zoneLines(cell) : null;
      lines ? this.tooltip.show(point, lines) : this.tooltip.hide();
    });
  }

  zoneLines(cell) {
    const { columns } = this.cells, { lang, words, layer } = this.said;
    const number = new Intl.NumberFormat(lang || "en", { maximumSignificantDigits: 3 });
    const told = (text, x) => (Number.isFinite(x) ? text.replace("{x}", number.format(x)) : "");
    const known = Object.entries(words.columns).map(([name, text]) => told(text, columns[name][cell]));
    const value = layer.labels[this.classes[cell]] || told(words.value, this.values[cell]);
    return [this.worded(this.places[columns.place[cell]]), value, ...known].filter(Boolean);
  }

  worded = (names) => this.said.languages.map((code) => names[code]).find(Boolean) || "";

  // [ and ] step through the sites in view, Enter selects; arrows, + and - are Leaflet's.
  keyed(event) {
    if (this.tools.keyed(event.key)) return;
    const some = this.marks.filter((mark) => mark.site);
    const step = { "]": 1, "[": some.length - 1 }[event.key];
    if (step && some.length) this.nth = ((this.nth ?? -1) + step) % some.length;
    const { site, at } = some[this.nth] || {};
    if (step && site) this.tooltip.show(this.layer.inFrame(at), site.told);
    if (event.key === "Enter" && site) this.tellOf(site);
  }

  // A page is scrolled over a map that nobody has clicked; Ctrl zooms it all the same.
  wheeled({ ctrlKey, target }) {
    const zooms = ctrlKey || this.frame.contains(document.activeElement) || target.closest(".siteplan-legend");
    this.map.scrollWheelZoom[zooms ? "enable" : "disable"]();
    const fade = { opacity: [1, 1, 0], offset: [0, 0.7, 1] };
    if (!zooms) this.frame.querySelector(".siteplan-wheel").animate(fade, 1800);
  }

  async save() {
    this.layer.redraw(0, SHARP);
    await savePicture(this.frame, this.layer._canvases, this.layer.inFrame([0, 0]), `${this.said.words.label}.png`);
    this.layer.redraw();
  }

  remove = () => ((this.gone = true), this.map.remove());
}

// Two canvases that move with Leaflet's panes, drawn anew at rest and where a drag leaves what is drawn.
function drawnLayer() {
  return L.Renderer.extend({
    _initContainer() {
      this._container = L.DomUtil.create("div", "siteplan-canvases");
      this._canvases = [0, 1].map(() => L.DomUtil.create("canvas", "", this._container));
    },
    _destroyContainer() { this._container.remove(); },
    getEvents() { return { ...L.Renderer.prototype.getEvents.call(this), move: this._dragged }; },
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
    // What is drawn on the first canvas stays, where only the second is drawn anew.
    redraw(first = 0, ratio = Math.min(2, window.devicePixelRatio || 1)) {
      if (!this._bounds || !this._map) return;
      const size = this._bounds.getSize();
      L.DomUtil.setPosition(this._container, this._bounds.min);
      const corner = this._map.getPixelOrigin().add(this._bounds.min);
      const zoom = this._map.getZoom(), scale = TILE * 2 ** zoom;
      this._view = { scale, left: corner.x, top: corner.y, width: size.x, height: size.y, zoom };
      this._canvases.slice(first).forEach((canvas, k) => {
        Object.assign(canvas, { width: size.x * ratio, height: size.y * ratio });
        Object.assign(canvas.style, { width: `${size.x}px`, height: `${size.y}px` });
        const context = canvas.getContext("2d");
        context.scale(ratio, ratio);
        this.options.draw[first + k](context, this._view);
      });
    },
    // A point of the frame on the canvases, and the other way round.
    seen(point) { return Object.values(this._map.containerPointToLayerPoint(point).subtract(this._bounds.min)); },
    inFrame(at) { return this._map.layerPointToContainerPoint(L.point(at).add(this._bounds.min)); },
  });
}
