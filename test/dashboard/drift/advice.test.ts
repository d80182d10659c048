import { cpSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { adviceReasons, advices } from "../../../configs/drift-advice.ts";
import { jsonText } from "../../../runtime/json.ts";
import { axeViolations, pageFor } from "../../support/browser.ts";
import { sharedFolder, temporaryFolder } from "../../support/folders.ts";
import { serve, visibleText } from "../serve.ts";
import { SmallLake } from "../small-lake.ts";
import { advised, driftedLake, RUN, report } from "./drifted-lake.ts";

const folder = sharedFolder();
beforeAll(async () => {
  await driftedLake(folder);
});

const inSpanish = { headers: { "Accept-Language": "es" } };

/** The drift page of a run with this report. */
async function pageOf(drift: object, spanish = false): Promise<string> {
  const { get } = await servedWith(drift);
  return visibleText((await get("/drift", spanish ? inSpanish : {})).text);
}

async function servedWith(drift: object) {
  const copy = temporaryFolder();
  cpSync(folder, copy, { recursive: true });
  const lake = await SmallLake.at(copy);
  await lake.text(`monitoring/${RUN}/drift.json`, jsonText(drift));
  return serve(copy);
}

describe("the advice", () => {
  it("stands first, with its reasons and what to do", async () => {
    const page = await pageOf(advised);
    expect(page).toContain(
      "Advice Retrain Inputs have moved far; the scores have moved; by the scores, PR-AUC has fallen; " +
        "the churn that came is not what the scores promised. Drift Detected Yes",
    );
    expect(page).toContain("Retrain. Check the delivery for faults first: units");
    expect(page).toContain("Moved: Tone of the last conversation;");
    const spanish = await pageOf(advised, true);
    expect(spanish).toContain("Consejo Reentrenar Hay entradas que se han movido mucho; las puntuaciones");
    expect(spanish).toContain("las bajas que hubo no son las que prometían las puntuaciones.");
  });

  it.each(advices)("to %s has words in both languages, and so has every reason", async (verdict) => {
    const drift = { ...advised, advice: { ...advised.advice, verdict, reasons: adviceReasons } };
    for (const spanish of [false, true]) expect(await pageOf(drift, spanish)).not.toContain("undefined");
  });

  it("is left out of reports of before, which are shown as they were", async () => {
    const page = await pageOf(report);
    expect(page).toContain("Drift Detected Yes Critical.");
    expect(page).toContain("Critical. Check the delivery for faults first");
    for (const part of ["Advice Retrain", "Performance, from", "Churn that came"])
      expect(page).not.toContain(part);
  });
});

describe("performance from the scores", () => {
  it("stands beside the holdout's and the training's, with what is assumed", async () => {
    const page = await pageOf(advised);
    expect(page).toContain("PR-AUC has fallen since the training, beyond chance");
    expect(page).toMatch(/PR-AUC 0\.5678 0\.5012 – 0\.6345 0\.\d{4} 0\.\d{4} – 0\.\d{4} 0\.7533/);
    expect(page).toMatch(/Recall 0\.4321 0\.3333 – 0\.5432 .* 0\.7016/);
    expect(page).toContain(
      "for the 1,234 customers that the model was not trained on, of whom 99 are expected",
    );
    expect(page).toContain("as long as the scores are calibrated: of customers scored 30 %, 30 % churn");
    expect(await pageOf(advised, true)).toMatch(/Exhaustividad 0,4321 0,3333 – 0,5432/);
  });

  it("says that there are too few, and leaves out precision where nobody is called", async () => {
    const { performance } = advised;
    const none = { status: "unknown", precision: null, recall: null, pr_auc: null, expected_churners: 12.3 };
    expect(await pageOf({ ...advised, performance: { ...performance, ...none } })).toContain(
      "Too few to estimate from: the model was not trained on 1,234 customers, and 12 of them are expected to churn.",
    );
    const uncalled = { ...performance, status: "holds", precision: null };
    expect(await pageOf({ ...advised, performance: uncalled })).toMatch(/Precision — — 0\.\d{4}/);
  });
});

describe("churn that came", () => {
  it("is told by tier, the highest first, with its interval and whether it agrees", async () => {
    const page = await pageOf(advised);
    expect(page).toContain(
      "Critical (>80%) 100 90 88 90.0 % 88.0 % 75.4 % – 95.6 % yes Low (<40%) 900 36 90 4.0 % 10.0 % 7.4 % – 13.1 % no, by much ▲▲",
    );
    expect(page).toContain(
      "whose label has come since the training: 1,000 of 1,234 that had none then. The intervals hold for all tiers together, 99 %",
    );
  });

  it("is nothing but a sentence where no label has come, or churners' alone", async () => {
    const unknown = { ...advised.realised, status: "unknown", tiers: [] };
    const none = await pageOf({ ...advised, realised: { ...unknown, labelled: 0 } });
    expect(none).toContain("No label has come since the training: there is nothing to compare yet.");
    expect(none).not.toContain("Expected and real churn");
    expect(await pageOf({ ...advised, realised: { ...unknown, labelled: 7 } })).toContain(
      "The 7 labels that have come since the training are churners' alone",
    );
  });
});

it.each([
  { width: 390, dark: true },
  { width: 1440, dark: false },
])("can be read by everybody: %j", async (look) => {
  const { url } = await servedWith(advised);
  const page = await pageFor(look);
  await page.goto(`${url}/drift`);
  expect(await axeViolations(page)).toEqual([]);
  expect(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).toBe(true);
});
