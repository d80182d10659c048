import { expect, it } from "vitest";
import { jsonText } from "../../../runtime/json.ts";
import { temporaryFolder } from "../../support/folders.ts";
import { serve } from "../serve.ts";
import { card, EVALUATION, judgedLake } from "./judged-lake.ts";

it("gives out the card's page as a file, never as a page of its own", async () => {
  const folder = temporaryFolder();
  const lake = await judgedLake(folder);
  await lake.text(`${EVALUATION}/card.json`, jsonText({ ...card, code: "0123456789abcdef" }));
  await lake.text(`${EVALUATION}/card.html`, "<!doctype html><title>Made up</title>");
  const { get } = await serve(folder);
  expect((await get("/model")).text).toContain('<a href="/model/card.html" download>');
  const file = await get("/model/card.html");
  expect(file.text).toBe("<!doctype html><title>Made up</title>");
  expect(file.headers.get("Content-Disposition")).toBe("attachment; filename=card.html");
  expect(file.headers.get("Content-Type")).toMatch(/^text\/html/);
});

it("leads to no page of a card of before, which has none", async () => {
  const folder = temporaryFolder();
  await judgedLake(folder);
  const { get } = await serve(folder);
  expect((await get("/model")).text).not.toContain("card.html");
  expect((await get("/model/card.html")).status).toBe(404);
});
