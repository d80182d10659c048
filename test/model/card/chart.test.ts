import { expect, it } from "vitest";
import { axisEnd, chart } from "../../../runtime/model/card/chart.ts";

const parts = { id: "x", title: "Title", summary: "summary", xTitle: "Across", yTitle: "Up" };

it("draws a line through the points with a band around it, and a guide, in the frame's units", () => {
  const drawing = chart({
    ...parts,
    shape: "band",
    guide: [0, 1],
    points: [
      { x: 0, value: 0, low: 0, high: 0.5 },
      { x: 1, value: 1, low: 0.5, high: 1 },
    ],
  }).toString();
  // The plot goes from 46 to 348 across and from 256 up to 28.
  expect(drawing).toContain('<path class="line" d="M46.0 256.0L348.0 28.0"/>');
  expect(drawing).toContain('<path class="band" d="M46.0 142.0L348.0 28.0L348.0 142.0L46.0 256.0Z"/>');
  expect(drawing).toContain('<path class="guide" d="M46.0 256.0L348.0 28.0"/>');
  expect(drawing).toContain('<title id="x-name">Title: summary</title>');
  expect(drawing).toContain(">75 %</text>");
});

it("draws dots with whiskers on a shorter axis, and no guide where there is none", () => {
  const drawing = chart({
    ...parts,
    shape: "dots",
    end: 0.2,
    points: [{ x: 0.1, value: 0.1, low: 0.05, high: 0.15 }],
  }).toString();
  expect(drawing).toContain('<path class="line" d="M197.0 199.0L197.0 85.0"/>');
  expect(drawing).toContain('<circle class="dot" cx="197.0" cy="142.0" r="4"/>');
  expect(drawing).toContain(">15 %</text>");
  expect(drawing).not.toContain("guide");
});

it.each([
  [[], 0.04],
  [[0.04], 0.04],
  [[0.01, 0.041], 0.08],
  [[0.81], 1],
])("takes the shortest axis that holds %j: %d", (values, end) => {
  expect(axisEnd(values)).toBe(end);
});
