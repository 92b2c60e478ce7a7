// What is drawn and what it means, and what is under the pointer: all of it as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";

// Kinds of sites are switched here, by the browser alone: `hidden` is a set of them, `redraw` is told.
export function legendOf(frame, sections, words, hidden, redraw) {
  const old = frame.querySelector(".siteplan-legend");
  const box = Object.assign(document.createElement("details"), { className: "siteplan-legend" });
  box.open = old ? old.open : frame.clientWidth >= 640;
  const flip = (kind, on) => (on ? hidden.delete(kind) : hidden.add(kind), redraw());
  box.append(element("summary", words.legend), ...sections.map((section) => sectionOf(section, hidden, flip)), element("small", words.source));
  for (const event of ["click", "dblclick", "mousedown", "wheel"]) box.addEventListener(event, (e) => e.stopPropagation());
  old ? old.replaceWith(box) : frame.append(box);
}

function sectionOf({ title, entries }, hidden, flip) {
  const list = element("ul", "");
  for (const entry of entries) {
    const row = element("li", "");
    row.append(entry.kind ? switchOf(entry, hidden, flip) : drawing(entry), element("span", entry.label));
    list.append(row);
  }
  const section = element("section", "");
  section.append(element("h2", title), list);
  return section;
}

function switchOf(entry, hidden, flip) {
  const label = element("label", ""), box = Object.assign(document.createElement("input"), { type: "checkbox" });
  box.checked = !hidden.has(entry.kind);
  box.setAttribute("aria-label", entry.label);
  box.addEventListener("change", () => flip(entry.kind, box.checked));
  label.append(box, drawing(entry));
  return label;
}

function drawing({ path, colour, hollow, lined }) {
  const box = svg("svg", { viewBox: "0 0 20 20", width: 14, height: 14, "aria-hidden": true });
  const paint = hollow || lined ? { fill: lined ? "none" : "#FFFFFF", stroke: colour, "stroke-width": 2 } : { fill: colour };
  box.append(svg("path", { d: path, ...paint }));
  return box;
}

function svg(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function element(tag, text) {
  return Object.assign(document.createElement(tag), { textContent: text });
}

export function tooltipOf(frame) {
  const box = Object.assign(document.createElement("div"), { className: "siteplan-tooltip", hidden: true });
  box.setAttribute("role", "status");
  frame.append(box);
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
