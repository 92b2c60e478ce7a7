// What a visitor puts on the map by hand: sites of his own, which can be dragged, and areas, drawn corner by corner.

import { element } from "./legend.js";

const CLOSING = 12, AGAIN = 4; // pixels: around the first corner, around the last
const AREA = { className: "siteplan-barred", color: "#8A5A5A", weight: 1.5, interactive: false };
const DRAWN = { color: "#C2410C", weight: 2, fillOpacity: 0.08, interactive: false };
const NAME = { permanent: true, direction: "center", className: "siteplan-name" };

// The ring after a click at a corner, which ends it where it is the first one again. `apart` gives pixels between two.
export function ringAfter(ring, corner, apart) {
  if (ring.length > 2 && apart(ring[0], corner) <= CLOSING) return { ring, closed: true };
  const again = ring.length && apart(ring.at(-1), corner) <= AGAIN; // a double click
  return { ring: again ? ring : [...ring, corner], closed: false };
}

export class Tools {
  ring = [];

  // `live` is the map that they are tools of.
  constructor(live) {
    this.live = live;
    this.shown = L.layerGroup().addTo(live.map);
    this.soFar = L.polygon([], DRAWN).addTo(live.map);
    live.map.on("dblclick", () => this.close());
  }

  update({ trials = [], polygons = [], mode = null, hint = "" }) {
    if (mode !== this.mode) this.redraw([]);
    this.mode = mode;
    this.live.map.doubleClickZoom[mode === "draw" ? "disable" : "enable"]();
    this.live.frame.classList.toggle("siteplan-aiming", Boolean(mode));
    this.live.frame.querySelector(".siteplan-hint").textContent = hint;
    this.shown.clearLayers();
    const area = ({ ring, label }) => L.polygon(ring.map(swapped), AREA).bindTooltip(element("span", label), NAME);
    for (const layer of [...polygons.map(area), ...trials.map((trial) => this.pin(trial))]) layer.addTo(this.shown);
  }

  pin({ id, lon, lat, told }) {
    const { tooltip, tell } = this.live, icon = L.divIcon({ className: "siteplan-pin", iconSize: [24, 24], iconAnchor: [12, 29] });
    return L.marker([lat, lon], { icon, draggable: true, alt: told.join(", ") })
      .on("click", () => tell("clicked", { kind: "trial", id }))
      .on("mousemove", (event) => tooltip.show(event.containerPoint, told))
      .on("mouseout dragstart", tooltip.hide)
      .on("dragend", ({ target }) => tell("moved", { id, ...placeOf(target.getLatLng()) }));
  }

  // Whether a click is theirs: it adds a site or a corner.
  clicked(latlng) {
    const at = placeOf(latlng), pixel = (corner) => this.live.map.latLngToContainerPoint(swapped(corner));
    if (this.mode === "add" && this.live.cellUnder(latlng) >= 0) this.live.tell("clicked", { kind: "land", ...at });
    if (this.mode === "draw") {
      const { ring, closed } = ringAfter(this.ring, [at.lon, at.lat], (a, b) => pixel(a).distanceTo(pixel(b)));
      this.redraw(ring);
      if (closed) this.close();
    }
    return Boolean(this.mode);
  }

  // Whether a key is theirs: Enter ends a ring, Escape gives it up.
  keyed(key) {
    if (key === "Escape") this.redraw([]);
    if (key === "Enter") this.close();
    return this.mode === "draw";
  }

  close() {
    if (this.ring.length > 2) this.live.tell("drawn", { ring: this.ring });
    this.redraw([]);
  }

  redraw = (ring) => this.soFar.setLatLngs((this.ring = ring).map(swapped));
}

const swapped = ([lon, lat]) => [lat, lon];

const placeOf = ({ lng, lat }) => ({ lon: Number(lng.toFixed(6)), lat: Number(lat.toFixed(6)) });
