// What is drawn and what it means, and what is under the pointer: all of it as text, never as markup.

import { sign } from "./pens.js";

// Kinds of sites are switched here, by the browser alone: `hidden` is a set of them, `redraw` is told.
export function legendOf(frame, sections, words, hidden, redraw) {
  const box = frame.querySelector(".siteplan-legend");
  if (box.hidden) box.open = frame.clientWidth >= 640;
  const flip = (kind, on) => (on ? hidden.delete(kind) : hidden.add(kind), redraw());
  const rows = ({ title, entries }) => [element("h2", title), ...entries.map((entry) => rowOf(entry, hidden, flip))];
  box.replaceChildren(element("summary", words.legend), ...sections.flatMap(rows), element("small", words.source));
  L.DomEvent.disableClickPropagation(box).disableScrollPropagation(box);
  box.hidden = false;
}

function rowOf(entry, hidden, flip) {
  const row = element(entry.kind ? "label" : "p", "");
  if (entry.kind) {
    const box = Object.assign(element("input", ""), { type: "checkbox", checked: !hidden.has(entry.kind) });
    box.addEventListener("change", () => flip(entry.kind, box.checked));
    row.append(box);
  }
  const picture = Object.assign(element("canvas", ""), { width: 40, height: 40 });
  sign(picture.getContext("2d"), { site: { ...entry, size: 40 }, at: [20, 20] }, entry.path);
  row.append(Object.assign(element("img", ""), { src: picture.toDataURL(), alt: "" }), element("span", entry.label));
  return row;
}

export const element = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });

export function tooltipOf(frame) {
  const box = frame.querySelector(".siteplan-tooltip");
  return {
    show({ x, y }, lines) {
      box.replaceChildren(...lines.map((line, k) => element(k ? "div" : "strong", line)));
      box.hidden = false;
      box.style.left = `${Math.min(x + 14, frame.clientWidth - box.offsetWidth - 4)}px`;
      box.style.top = `${Math.max(4, y - box.offsetHeight - 10)}px`;
    },
    hide: () => (box.hidden = true),
  };
}
