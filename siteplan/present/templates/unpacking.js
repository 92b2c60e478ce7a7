function (digits, muted) {
    // Leaflet's layers read what packed.py writes: a text in place of a shape's coordinates, and a popup's texts in order.
    var values = {}, add = L.GeoJSON.prototype.addData;
    if (L.GeoJSON.prototype.siteplan) { return; }
    digits.split("").forEach(function (sign, value) { values[sign] = value; });

    function unpacked(text) {
        var x = 0, y = 0, unit = Math.pow(10, +text.charAt(0));
        function ring(signs) {
            var at = 0, corners = [];
            function step() {
                var value, sum = 0, shift = 0;
                do {
                    value = values[signs.charAt(at++)];
                    sum |= (value & 31) << shift;
                    shift += 5;
                } while (value & 32);
                return sum & 1 ? -(sum + 1) / 2 : sum / 2;
            }
            while (at < signs.length) {
                x += step();
                y += step();
                corners.push([x / unit, y / unit]);
            }
            return corners;
        }
        if (text.length < 2) { return []; }
        return text.slice(1).split(";").map(function (polygon) { return polygon.split(",").map(ring); });
    }

    // every text in it was escaped where the page was written
    function told(facts, popup) {
        var rows = facts.map(function (fact, i) {
            var number = popup[i + 2];
            return number === undefined || number === null ? "" :
                '<tr><td style="color:' + muted + ';padding:0 12px 0 0">' + fact + "</td>" +
                '<td style="text-align:right;white-space:nowrap">' + number + "</td></tr>";
        });
        var about = popup[1] ? '<div style="color:' + muted + '">' + popup[1] + "</div>" : "";
        return "<strong>" + popup[0] + "</strong>" + about +
            '<table style="margin-top:4px">' + rows.join("") + "</table>";
    }

    L.GeoJSON.include({siteplan: true, addData: function (data) {
        (data.features || []).forEach(function (feature) {
            var shape = feature.geometry, about = feature.properties;
            if (shape && typeof shape.coordinates === "string") { shape.coordinates = unpacked(shape.coordinates); }
            if (about && Array.isArray(about.popup)) { about.popup = told(data.facts || [], about.popup); }
        });
        return add.call(this, data);
    }});
}
