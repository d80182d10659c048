import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { sharedFolder, temporaryFolder } from "../../support/folders.ts";
import { explainRun } from "../customer/explained-lake.ts";
import { serve, visibleText } from "../serve.ts";
import type { SmallLake } from "../small-lake.ts";
import { EVALUATION, judgedLake, RUN } from "./judged-lake.ts";

/** What moves all scores, on the model's page. */

const folder = sharedFolder();
let lake: SmallLake;
beforeAll(async () => {
  lake = await judgedLake(folder);
  await explainRun(lake, RUN);
});

const page = async (language = "en") =>
  visibleText((await (await serve(folder)).get("/model", { headers: { "Accept-Language": language } })).text);

it("shows the mean effect first, its direction where it is clear, and the gain beside it", async () => {
  const seen = await page();
  expect(seen).toContain("The 3 of 3 features that move customers' scores most");
  // Beside the bars.
  expect(seen).toContain(
    "Months as a customer 0.453; the higher, the safer; 25.0 % of the gain " +
      "Tone of the last conversation 0.300; depends on the category; 62.5 % of the gain",
  );
  // In the table: what the trees gained beside it, as the card has it.
  for (const row of [
    "Months as a customer 0.453 the higher, the safer 25.0 % 1A number",
    "Tone of the last conversation 0.300 depends on the category 62.5 % 2B category",
    "Electricity and gas 0.123 no clear direction 12.5 % 1A yes or no",
  ])
    expect(seen).toContain(row);
  expect(seen).not.toContain("of the gain: together");
});

it("says it in Spanish", async () => {
  const seen = await page("es");
  expect(seen).toContain("Meses como cliente 0,453 cuanto más alto, menos riesgo 25,0 %");
});

it("goes without the gain where the model has no card", async () => {
  const copy = await judgedLake(temporaryFolder());
  await explainRun(copy, RUN);
  copy.remove(`${EVALUATION}/card.json`);
  const seen = visibleText((await (await serve(copy.root)).get("/model")).text);
  expect(seen).toContain("Months as a customer 0.453 the higher, the safer — 1A number");
});

it("tells no gain of a model without trees, which has none", async () => {
  const linear = await judgedLake(temporaryFolder());
  const file = join(linear.root, EVALUATION, "card.json");
  writeFileSync(file, readFileSync(file, "utf8").replaceAll(/"gainShare": ?[\d.]+/g, '"gainShare": 0'));
  const alone = visibleText((await (await serve(linear.root)).get("/model")).text);
  expect(alone).toContain("This algorithm has no trees, so no feature has a share of the gain.");
  await explainRun(linear, RUN);
  const seen = visibleText((await (await serve(linear.root)).get("/model")).text);
  expect(seen).toContain("Months as a customer 0.453; the higher, the safer Tone");
  expect(seen).toContain("Months as a customer 0.453 the higher, the safer — 1A number");
});

it("shows the gain alone where a run is of before the effects were kept", async () => {
  const old = await judgedLake(temporaryFolder());
  const seen = visibleText((await (await serve(old.root)).get("/model")).text);
  expect(seen).toContain("The 3 most important of 3 features: together 100.0 % of the gain");
  expect(seen).not.toContain("Mean effect");
});
