function (map, steps, words, note) {
    // Marks have a sign a step in their property "when": 0 hidden, 1 there, 2 what happens in the step.
    var last = steps.length - 1, now = last, control = L.control({position: "topright"});

    function mark(layer) {
        var when = layer.feature && layer.feature.properties && layer.feature.properties.when;
        var icon = layer.getElement && layer.getElement();
        if (!when || !icon) { return; }
        icon.style.display = when.charAt(now) === "0" ? "none" : "";
        icon.classList.toggle("happens", when.charAt(now) === "2");
        if (when.charAt(now) === "0" && layer.closePopup) { layer.closePopup(); }
    }

    control.onAdd = function () {
        var box = L.DomUtil.create("div", "siteplan-steps"), row = L.DomUtil.create("div", "", box);
        var back = button("\u25C0", words[1]), slider = L.DomUtil.create("input", "", row), on = button("\u25B6", words[2]);
        var name = L.DomUtil.create("p", "", box), said = L.DomUtil.create("p", "said", box);
        var about = L.DomUtil.create("p", "said", box);

        function button(sign, called) {
            var made = L.DomUtil.create("button", "", row);
            made.type = "button";
            made.textContent = sign;
            made.setAttribute("aria-label", called);
            return made;
        }
        function go(step) {
            now = Math.min(Math.max(step, 0), last);
            slider.value = now;
            slider.setAttribute("aria-valuetext", steps[now].name);
            back.disabled = now === 0;
            on.disabled = now === last;
            name.textContent = steps[now].name;
            said.textContent = steps[now].said;
            about.textContent = now === last ? "" : note;
            map.getPane("fills").style.display = now === last ? "" : "none";
            map.eachLayer(mark);
        }
        slider.type = "range";
        slider.min = 0;
        slider.max = last;
        slider.step = 1;
        slider.setAttribute("aria-label", words[0]);
        name.style.fontWeight = 600;
        name.setAttribute("aria-live", "polite");
        box.setAttribute("role", "group");
        box.setAttribute("aria-label", words[0]);
        slider.addEventListener("input", function () { go(+slider.value); });
        back.addEventListener("click", function () { go(now - 1); });
        on.addEventListener("click", function () { go(now + 1); });
        L.DomEvent.disableClickPropagation(box);
        L.DomEvent.disableScrollPropagation(box);
        // the map's own keys, too, are arrows
        L.DomEvent.on(box, "keydown", L.DomEvent.stopPropagation);
        map.on("layeradd", function (event) { mark(event.layer); });
        setTimeout(function () { go(last); }, 0);
        return box;
    };
    control.addTo(map);
}
