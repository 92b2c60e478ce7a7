// The map as it is seen, as a picture: its canvases, and above them the legend, scale and pins as they stand on the page.

import { element } from "./legend.js";

export const SHARP = 2; // pixels of it for one of the page
const CONTROLS = "canvas, button, .leaflet-control-zoom, .siteplan-tooltip, .siteplan-hint, .siteplan-state, .siteplan-wheel";
const WHOLE = ".siteplan-legend { max-height: none; overflow: hidden } .siteplan-legend label { min-height: 0 }";

// `corner` is where the canvases begin in the frame, `name` that of the file.
export async function savePicture(frame, canvases, corner, name) {
  const { clientWidth: width, clientHeight: height } = frame, size = `width="${width}" height="${height}"`;
  const copy = frame.cloneNode(true), own = [...document.styleSheets].filter(({ href }) => !href || href.startsWith(location.origin));
  const looks = own.flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText)).filter((text) => /leaflet|siteplan/.test(text));
  copy.querySelectorAll(`${CONTROLS}, label:has(input:not(:checked)), input`).forEach((part) => part.remove());
  copy.style.cssText += "background: none; border-radius: 0; outline: none";
  copy.append(element("style", [...looks, WHOLE].join("\n")));
  const page = new XMLSerializer().serializeToString(copy);
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" ${size}><foreignObject ${size}>${page}</foreignObject></svg>`;
  const above = Object.assign(new Image(), { src: `data:image/svg+xml,${encodeURIComponent(drawing)}` });
  await above.decode();
  const picture = Object.assign(element("canvas", ""), { width: width * SHARP, height: height * SHARP });
  const context = picture.getContext("2d");
  for (const drawn of canvases) context.drawImage(drawn, corner.x * SHARP, corner.y * SHARP);
  context.drawImage(above, 0, 0, width * SHARP, height * SHARP);
  Object.assign(element("a", ""), { href: picture.toDataURL(), download: name }).click();
}
