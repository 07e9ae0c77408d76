// Reads the document's data block and puts shared parts back into the rows.
(function (D) {
  "use strict";

  // Pairs of numbers packed as text: zigzag differences in base 32, from character 63 on.
  D.unpack = (packed, scale) => {
    const points = [];
    let at = 0, x = 0, y = 0;
    const next = () => {
      let value = 0, shift = 0, code;
      do {
        code = packed.charCodeAt(at++) - 63;
        value |= (code & 31) << shift;
        shift += 5;
      } while (code >= 32);
      return value & 1 ? ~(value >> 1) : value >> 1;
    };
    while (at < packed.length) {
      x += next();
      y += next();
      points.push(D.latlng(x / scale, y / scale));
    }
    return points;
  };

  // The one place where longitude and latitude change order, for Leaflet.
  D.latlng = (lon, lat) => [lat, lon];

  D.polygons = (area, scale = 1000) => area.map((rings) => rings.map((ring) => D.unpack(ring, scale)));

  async function inflate(base64) {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Response(stream).text();
  }

  D.read = async () => {
    const block = D.byId("dateline-data");
    const packed = block.getAttribute("data-packed") === "deflate";
    const data = JSON.parse(packed ? await inflate(block.textContent.trim()) : block.textContent);
    block.remove();
    data.incidents.forEach((row, index) => {
      row.index = index;
      row.reports = (row.reports ?? []).map((report) => ({ ...data.sources[report.source], ...report }));
    });
    return data;
  };
})((window.dateline = window.dateline ?? {}));
