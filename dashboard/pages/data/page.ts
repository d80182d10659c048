import { goldMaster } from "../../../configs/gold-tables.ts";
import { html } from "../../../runtime/html.ts";
import { reportIfReadable } from "../../lake/run-report.ts";
import type { PageRoute } from "../../web/page.ts";
import { section } from "../../web/parts.ts";
import { wordsFor } from "../../web/reader.ts";
import { lacking } from "../../web/states.ts";
import { assumptions } from "./assumptions.ts";
import { goldFiguresOf } from "./gold-figures.ts";
import { goldSections } from "./gold-sections.ts";
import { layerTables } from "./layers.ts";
import { quarantineTable } from "./quarantine.ts";
import { dataWords } from "./words.ts";

/** What the gold data say of churn, the tables of the run by layer, what was set aside, and what all of it rests on. */
export const dataPage: PageRoute = {
  path: "/data",
  id: "data",
  needs: "run",
  answer: async ({ run, reader, site: { source } }) => {
    const words = wordsFor(dataWords, reader);
    const { quarantine } = run.documents;
    const [tables, figures, report] = await Promise.all([
      layerTables(source, run, reader),
      run.files.gold === undefined ? undefined : goldFiguresOf(run),
      reportIfReadable(source, run.current.run),
    ]);
    return {
      kind: "page",
      title: words.title,
      content: html`<p class="note actions"><a href="#layers">${words.layers}</a> <a href="#quarantine">${words.quarantine}</a>${
        figures !== undefined && html` <a href="#assumptions">${words.assumptions}</a>`
      }</p>
${figures === undefined ? lacking(goldMaster.name, reader) : goldSections(figures, reader)}
${section("layers", words.layers, html`<p class="hint">${words.layersNote}</p>${tables}`)}
${section(
  "quarantine",
  words.quarantine,
  quarantine === undefined ? lacking("quarantine/summary.json", reader) : quarantineTable(quarantine, reader),
)}
${
  figures !== undefined &&
  section("assumptions", words.assumptions, assumptions(run, figures, report, reader))
}`,
    };
  },
};
