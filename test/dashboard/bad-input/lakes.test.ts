import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sharedFolder, temporaryFolder } from "../../support/folders.ts";
import { type Served, serve, visibleText } from "../serve.ts";
import { SmallLake, scoredOf } from "../small-lake.ts";
import { ask, expectGoesOn, expectHarmless, expectPage } from "./asking.ts";
import { type Damage, damages, gaps } from "./damage.ts";

const whole = sharedFolder();
const lake = await SmallLake.at(whole);
await lake.publish("run-1", scoredOf(40, 1));
await lake.write("run-2", scoredOf(41, 2));

/** A copy of the lake with a damage, and what makes it whole again. */
function damaged({ do: damage }: Damage) {
  const root = join(temporaryFolder(), "lake");
  cpSync(whole, root, { recursive: true });
  damage((path) => join(root, path));
  const mend = () => {
    rmSync(root, { recursive: true });
    cpSync(whole, root, { recursive: true });
  };
  return { root, mend };
}

const needRun = [
  "/",
  "/customers",
  "/customers/C00002",
  "/lookup",
  "/recommendations",
  "/model",
  "/drift",
  "/data",
];

async function expectUnreadable(served: Served, says: RegExp): Promise<void> {
  for (const path of needRun) {
    const answer = await ask(served, { path });
    expect([path, answer.status]).toEqual([path, 503]);
    expectHarmless(answer, "<script>zq()</script>");
    const said = expectPage(answer);
    expect(said).toContain("The lake cannot be read");
    expect(said).toMatch(says);
    expect(said).not.toMatch(/zq|Error:/);
  }
  expect((await ask(served, { path: "/pipeline" })).status).toBe(200);
  const ready = await ask(served, { path: "/readyz" });
  expect([ready.status, JSON.parse(ready.text)]).toEqual([
    503,
    { status: "not ready", reason: expect.stringMatching(says) },
  ]);
  const file = await ask(served, { path: "/customers.csv" });
  expect([file.status, file.headers["content-disposition"]]).toEqual([503, undefined]);
}

describe("a lake with", () => {
  it.each(damages)("$what is told on every page, and is shown again once it is whole", async (damage) => {
    const { root, mend } = damaged(damage);
    const served = await serve(root);
    await expectUnreadable(served, damage.says);
    expect(served.faults.length).toBeGreaterThan(0);
    // Told to the log by whoever read the lake, and once more by the file that could not be made.
    expect(served.errors).toHaveLength(1);
    mend();
    const page = await ask(served, { path: "/" });
    expect([page.status, visibleText(page.text).includes("Total Customers Scored 40 ")]).toEqual([200, true]);
    expect((await ask(served, { path: "/healthz" })).status).toBe(200);
  });

  it.each(gaps)("$what shows what it has, and says so on $path", async (gap) => {
    const { root } = damaged(gap);
    const served = await serve(root);
    const answer = await ask(served, { path: gap.path });
    expect(answer.status).toBe(200);
    expectHarmless(answer, "");
    expect(visibleText(answer.text)).toMatch(gap.says);
    for (const path of needRun) expect((await ask(served, { path })).status, path).toBe(200);
    await expectGoesOn(served);
  });

  it("a run that is being written beside the current one shows the current one", async () => {
    const { root } = damaged({
      what: "",
      says: /./,
      do: (at) => cpSync(at("scored/run-1"), at("scored/.run-3.stage"), { recursive: true }),
    });
    const served = await serve(root);
    expect(visibleText((await ask(served, { path: "/" })).text)).toContain("Run run-1 Model run-1");
    await expectGoesOn(served);
  });

  it("a damage says so in Spanish, too", async () => {
    const [damage] = damages;
    if (damage === undefined) throw new Error("There is no damage.");
    const served = await serve(damaged(damage).root);
    const answer = await ask(served, { path: "/", headers: { "Accept-Language": "es" } });
    expect(expectPage(answer, "es")).toContain("El lago de datos no se puede leer");
  });
});
