// The page of an exported map: it has all files within it, and switches by itself what the map shows.

// In place of the browser's own: what the map asks for lies in the page.
async function fetch(name) {
    return new Response(Uint8Array.from(atob(page.files[name]), (letter) => letter.charCodeAt(0)));
}

const frame = document.querySelector(".siteplan-map"), state = frame.querySelector(".siteplan-state");
const last = Math.max(1, page.steps.length - 1); // the step with the whole plan
const now = { view: "coverage", time: "after", step: last };
const slider = Object.assign(element("input", ""), { type: "range", min: 0, max: last });
const phase = { name: element("strong", ""), said: element("span", ""), box: element("div", "") };
const QUIET = 60; // pixels around a click whose answer is open: what a pointer meets there would lie on it
let live, answered;

function options(kind) {
    const group = element("fieldset", "");
    group.append(element("legend", page.choices[kind].name));
    for (const [value, text] of page.choices[kind].options) {
        const input = Object.assign(element("input", ""), { type: "radio", name: kind, value });
        const label = element("label", "");
        label.append(input, element("span", text));
        input.addEventListener("change", () => { now[kind] = value; show(); });
        group.append(label);
    }
    return group;
}

// Who serves whom is known with the plan alone.
const there = (time) => `${now.view}-${time}` in page.messages;

function messageNow() {
    if (!there(now.time)) { now.time = "after"; }
    const message = page.messages[`${now.view}-${now.time}`];
    const step = { before: 0, change: last, after: now.step }[now.time];
    const said = { ...message, step, selected: now.selected };
    if (now.time !== "after" || step === last) { return said; }
    // Zones are known for the whole plan alone: in the midst of it they have no colours.
    const layer = { ...message.layer, colours: message.layer.colours.map(() => LOOK.land), hatched: false, labels: [] };
    return { ...said, layer, words: { ...message.words, value: "" } };
}

async function show() {
    const message = messageNow(), step = page.steps[now.step];
    document.querySelectorAll(".siteplan-switches input[type=radio]").forEach((input) => {
        input.checked = now[input.name] === input.value;
        input.disabled = input.name === "time" && !there(input.value);
    });
    phase.box.hidden = !step || now.time !== "after";
    if (step) {
        slider.value = now.step;
        slider.setAttribute("aria-valuetext", step.name);
        phase.name.textContent = step.name;
        phase.said.textContent = [step.said, now.step < last ? page.note : ""].filter(Boolean).join(" · ");
    }
    await live.update(message, tell);
}

// What a click, or Enter, on a site tells; a click beside all sites tells of the county.
function tell(what, { kind, id }) {
    const site = live.sites.find((one) => one.kind === kind && one.id === id && live.marks.some((mark) => mark.site === one));
    if (site) { popup([site.lat, site.lon], site.told); }
    now.selected = id;
    show();
}

function popup(place, lines) {
    const box = element("div", "");
    box.append(...lines.map((line, k) => element(k ? "div" : "strong", line)));
    answered = place;
    live.tooltip.hide();
    const left = live.frame.clientWidth >= 640 ? 224 : 8; // beside the legend
    L.popup({ maxWidth: 280, autoPanPaddingTopLeft: [left, 8], autoPanPaddingBottomRight: [52, 8] }).setLatLng(place).setContent(box).openOn(live.map);
}

function quiet(tooltip) {
    const tell = tooltip.show;
    const near = (at) => answered && live.map.latLngToContainerPoint(answered).distanceTo(L.point(at)) < QUIET;
    tooltip.show = (at, lines) => (near(at) ? tooltip.hide() : tell(at, lines));
    live.map.on("popupclose", () => { answered = null; });
}

function clickedBeside({ containerPoint, latlng }) {
    const cell = live.markUnder(containerPoint) ? -1 : live.cellUnder(latlng);
    const lines = cell < 0 ? null : page.counties[live.cells.columns.place[cell]];
    if (!lines) { return; }
    popup(latlng, lines);
    now.selected = null;
    show();
}

// In a tab that is not seen a map has no size, and would not know where to stand.
const seen = () => new Promise((done) => {
    new ResizeObserver((changed, watch) => {
        if (frame.clientWidth && frame.clientHeight) { watch.disconnect(); done(); }
    }).observe(frame);
});

async function start() {
    const switches = document.querySelector(".siteplan-switches");
    slider.setAttribute("aria-label", page.phases);
    slider.addEventListener("input", () => { now.step = +slider.value; show(); });
    phase.name.setAttribute("aria-live", "polite");
    Object.assign(phase.box, { className: "siteplan-phase", hidden: !page.steps.length });
    phase.box.append(slider, phase.name, phase.said);
    switches.append(options("time"), options("view"));
    switches.after(phase.box);
    state.firstElementChild.textContent = messageNow().words.loading;
    frame.style.height = "100%"; // within it, so that a picture of the map knows it, too
    await seen();
    live = frame.siteplanMap = await mount(document, messageNow());
    live.wheeled = () => {}; // the wheel scrolls no page here: it zooms at once
    live.map.on("click", clickedBeside);
    quiet(live.tooltip);
    await show();
    state.hidden = true;
}

start().catch((error) => {
    console.warn(error);
    state.firstElementChild.textContent = page.failed;
});
