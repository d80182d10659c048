import type { Contract } from "../../../configs/contract.ts";
import { type Content, type Html, html } from "../../../runtime/html.ts";
import { dataTable } from "../../charts/figure.ts";
import type { OpenRun } from "../../lake/open-run.ts";
import { type Source, SourceFault } from "../../lake/source.ts";
import { inEnglish } from "../../web/english.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { type Quality, qualityOf } from "./quality.ts";
import { type Layer, layers, tablesOf } from "./tables.ts";
import { dataWords } from "./words.ts";

/** How a table fared in a run. */
type Fate =
  | { readonly kind: "fine" | "aside"; readonly rows: number; readonly aside: number }
  | { readonly kind: "absent" | "unreadable" };

const tones = { fine: "three", aside: "medium", absent: "neutral", unreadable: "critical" } as const;

/** The tables of a run by layer, with their rows and how they fared. */
export async function layerTables(source: Source, run: OpenRun, reader: Reader): Promise<Html> {
  const tables = await Promise.all(
    layers.map(async (layer) => layerTable(layer, await fatesOf(source, run, tablesOf(run, layer)), reader)),
  );
  return html`${tables}`;
}

type Fated = readonly (readonly [Contract, Fate])[];

function fatesOf(source: Source, run: OpenRun, contracts: readonly Contract[]): Promise<Fated> {
  return Promise.all(
    contracts.map(async (contract) => [contract, await fateOf(source, run, contract)] as const),
  );
}

async function fateOf(source: Source, run: OpenRun, contract: Contract): Promise<Fate> {
  if (contract.layer === "raw") return fateOfRaw(run, contract);
  try {
    const quality: Quality | undefined = await qualityOf(source, run, contract);
    return quality === undefined ? { kind: "absent" } : { kind: "fine", rows: quality.rows, aside: 0 };
  } catch (thrown) {
    if (thrown instanceof SourceFault) return { kind: "unreadable" };
    throw thrown;
  }
}

function fateOfRaw({ documents }: OpenRun, { name }: Contract): Fate {
  const found = documents.quarantine?.datasets.find(({ dataset }) => dataset === name);
  if (found === undefined) return { kind: "absent" };
  const aside = found.rows_quarantined;
  return { kind: aside > 0 ? "aside" : "fine", rows: found.rows_read, aside };
}

function layerTable(layer: Layer, tables: Fated, reader: Reader): Html {
  const { formats } = reader;
  const words = wordsFor(dataWords, reader);
  return dataTable(`layer-${layer}`, {
    caption: html`<strong>${words.layerNames[layer]}</strong>`,
    columns: [
      { title: words.table, align: "left" },
      { title: words.rows },
      { title: words.state, align: "left" },
      { title: words.columns },
      { title: words.grain, align: "left" },
    ],
    rows: tables.map(([{ name, grain, columns }, fate]) => [
      html`<a href="/data/${name}">${name}</a>`,
      "rows" in fate ? formats.count(fate.rows) : undefined,
      badgeOf(fate, reader),
      formats.count(columns.length),
      inEnglish(grain, reader),
    ]),
  });
}

function badgeOf(fate: Fate, reader: Reader): Content {
  const words = wordsFor(dataWords, reader);
  const text = fate.kind === "aside" ? words.setAside(reader.formats.count(fate.aside)) : words[fate.kind];
  return html`<span class="badge ${tones[fate.kind]}">${text}</span>`;
}
