import { beforeAll, describe, expect, it } from "vitest";
import { sharedFolder, temporaryFolder } from "../../support/folders.ts";
import { around, decisionOf, lakeOf, madeUpCustomers } from "../scored-lake.ts";
import { serve, visibleText } from "../serve.ts";
import { explained, explainRun, HOSTILE } from "./explained-lake.ts";

/** Why a customer has its score, on its page and in the API. */

const folder = sharedFolder();
const customers = madeUpCustomers(40);
beforeAll(async () => {
  await explainRun(await lakeOf(customers.map(decisionOf), folder), "run-1");
});

async function shown(path: string, language = "en") {
  const { get } = await serve(folder);
  const { status, text } = await get(path, { headers: { "Accept-Language": language } });
  expect(status).toBe(200);
  return { text, seen: visibleText(text) };
}
const section = (text: string) => /<section[^>]*id="why">.*?<\/section>/s.exec(text)?.[0] ?? "";

describe("the customer's page", () => {
  it("says what speaks for leaving and for staying, each with its strength", async () => {
    const { text, seen } = await shown("/customers/C00001");
    expect(seen).toContain(
      "What speaks for leaving Their contract ends in 2 months. raises the risk strongly " +
        // Two features say the same: it is said once, and they add up.
        "They have complained to us. raises the risk strongly " +
        "What speaks for staying We do not know how long they have been with us. lowers the risk slightly",
    );
    // 1.5, 0.5 + 0.4 and 0.1 of 1.5. Who cannot see the bars hears the strength.
    const bars = [...section(text).matchAll(/<rect class="(high|low)" width="([\d.]+)%"/g)];
    expect(bars.map(([, tone, width]) => `${tone} ${width}`)).toEqual([
      "high 100.00",
      "high 60.00",
      "low 6.67",
    ]);
    expect(section(text).match(/<svg (?![^>]*aria-hidden="true")/g)).toBeNull();
    expect(section(text)).not.toMatch(/style=|driver_|keeps_|SHAP/);
  });

  it("says it in Spanish", async () => {
    const { seen } = await shown("/customers/C00001", "es");
    expect(seen).toContain("Qué apunta a la baja Su contrato vence en 2 meses. aumenta mucho el riesgo");
    expect(seen).toContain(
      "Qué apunta a que se quede No sabemos cuánto tiempo lleva con nosotros. reduce un poco el riesgo",
    );
  });

  it("says so where nothing speaks for one of the two", async () => {
    const { seen } = await shown("/customers/C00002");
    expect(seen).toContain("What speaks for leaving Nothing that we know of them raises the risk.");
    expect(seen).toContain("They use about 1,235 kWh of electricity a month. lowers the risk clearly");
    expect((await shown("/customers/C00003")).seen).toContain(
      "Nothing that we know of them lowers the risk.",
    );
  });

  it("says a fact on one side alone, with what its features add together", async () => {
    const { seen } = await shown("/customers/C00004");
    expect(seen).toContain(
      "What speaks for leaving Their contract ended 1 month ago. raises the risk clearly " +
        "What speaks for staying Nothing that we know of them lowers the risk.",
    );
    expect(seen).not.toContain("has run out or ends");
  });

  it("escapes what comes from data", async () => {
    const { text } = await shown("/customers/C00003");
    expect(text).not.toContain(HOSTILE);
    expect(text).toContain("They came to us through &quot;&lt;script&gt;");
  });

  it("keeps to the reason codes where a run is of before the explanations", async () => {
    const old = await lakeOf(customers.map(decisionOf), temporaryFolder());
    const { get } = await serve(old.root);
    const named = customers.find(({ drivers }) => drivers.length === 4);
    const seen = visibleText((await get(`/customers/${named?.id}`)).text);
    expect(seen).toContain("What drives this customer, the strongest first");
    expect(seen).toMatch(/They have been with us for .*?\. They are a |We do not know whether they are a/);
    expect(seen).not.toContain("What speaks for leaving");
    // Nobody's reasons are lost where there are none.
    const without = customers.find(({ drivers }) => drivers.length === 0);
    expect((await get(`/customers/${without?.id}`)).status).toBe(200);
  });
});

describe("the API", () => {
  const asked = async (id: string, language = "en") => {
    const { text } = await shown(`/api/v1/customers/${id}`, language);
    const body: unknown = JSON.parse(text);
    return body;
  };

  it("gives every driver with its exact effect, and a sentence in the reader's language", async () => {
    const own = explained.filter(({ customer_id }) => customer_id === "C00001");
    const drivers = own.map(({ customer_id: _, ...driver }) => driver);
    expect(await asked("C00001")).toMatchObject({
      reasons: [
        { ...around(drivers, 3), rank: 1, strength: "slight" },
        {
          ...around(drivers, 0),
          rank: 1,
          strength: "strong",
          sentence: "Their contract ends in 2 months.",
        },
        { ...around(drivers, 1), rank: 2, strength: "clear", sentence: "They have complained to us." },
        { ...around(drivers, 2), rank: 3, strength: "clear", sentence: "They have complained to us." },
      ],
    });
    expect(await asked("C00002", "es")).toMatchObject({
      reasons: [{ sentence: "Consume alrededor de 1.235 kWh de electricidad al mes." }],
    });
  });

  it("gives an empty list for a customer whom the table lacks, and null without the table", async () => {
    expect(await asked("C00009")).toMatchObject({ reasons: [] });
    const old = await lakeOf(customers.map(decisionOf), temporaryFolder());
    const { get } = await serve(old.root);
    expect(JSON.parse((await get("/api/v1/customers/C00001")).text)).toMatchObject({ reasons: null });
  });
});
