// The second opinion on opening hours: the npm package `opening_hours` answers what lies within which weeks.
// stdin:  {"expressions": [...], "spans": [[from, to], ...]}, instants in seconds since 1970
// stdout: for each expression, for each span, [from, to, unknown] of every time at which it is not closed; or {"error"}
// The folder of the package is the first argument; the process runs with TZ=Europe/Berlin.
"use strict";

const OpeningHours = require(process.argv[2]);
const NRW = { lat: 51.5, lon: 7.5, address: { country_code: "de", state: "Nordrhein-Westfalen" } };

function answers(expression, spans) {
    try {
        const hours = new OpeningHours(expression, NRW);
        return spans.map(([from, to]) =>
            hours
                .getOpenIntervals(new Date(from * 1000), new Date(to * 1000))
                .map(([begin, end, unknown]) => [begin.getTime() / 1000, end.getTime() / 1000, unknown]),
        );
    } catch (error) {
        return { error: String(error) };
    }
}

const asked = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(asked.expressions.map((expression) => answers(expression, asked.spans))));
