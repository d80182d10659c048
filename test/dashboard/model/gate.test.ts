import { expect, it } from "vitest";
import { jsonText } from "../../../runtime/json.ts";
import { temporaryFolder } from "../../support/folders.ts";
import { serve, visibleText } from "../serve.ts";
import { EVALUATION, evaluation, judgedLake } from "./judged-lake.ts";

it("shows on which side of its limit a value lies, however near, and the comparison's note in every language", async () => {
  const gate = [
    { name: "calibration_error", limit: 0.03, value: 0.030004, passed: false, sentence: "Too far off." },
  ];
  const lake = await judgedLake(temporaryFolder());
  await lake.text(`${EVALUATION}/evaluation.json`, jsonText({ ...evaluation, gate }));
  const { get } = await serve(lake.root);
  expect(visibleText((await get("/model")).text)).toContain("at most 0.03 0.030004 ✗ broken");
  const spanish = (await get("/model", { headers: { "Accept-Language": "es" } })).text;
  expect(visibleText(spanish)).toContain("se desvían 0,030004 de media, más que el 0,03 permitido");
  expect(spanish).toContain(`<span lang="en">${evaluation.comparison.note}</span>`);
});
