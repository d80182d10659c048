import type { Contract } from "../../../configs/contract.ts";
import { type Content, type Html, html } from "../../../runtime/html.ts";
import type { OpenRun } from "../../lake/open-run.ts";
import { inEnglish } from "../../web/english.ts";
import { NotFound, type PageRoute, type RunPageRequest } from "../../web/page.ts";
import { cards, section } from "../../web/parts.ts";
import { readQuery } from "../../web/query.ts";
import { type Reader, wordsFor } from "../../web/reader.ts";
import { columnCards, columnTable } from "./columns.ts";
import { type Quality, qualityOf } from "./quality.ts";
import { quarantinedRows, type RowsQuery, rowsLink, rowsPages, rowsSchema } from "./quarantined-rows.ts";
import { tableWords } from "./table-words.ts";
import { contractOf } from "./tables.ts";
import { dataWords } from "./words.ts";

/** One table: its contract, what the run found in it, and how the values of each column are spread. */
export const tablePage: PageRoute = {
  path: "/data/:table",
  id: "data",
  needs: "run",
  answer: async (request) => {
    const { run, reader, path, search, site } = request;
    const contract = contractOf(run, path["table"] ?? "");
    if (contract === undefined) throw new NotFound();
    const query = readQuery(rowsSchema, search);
    const aside = contract.layer === "raw" ? asideOf(run, contract) : undefined;
    const last = aside === undefined ? query.page : rowsPages(aside);
    if (query.page > last) return { kind: "redirect", to: rowsLink(contract.name, last) };
    const words = wordsFor(tableWords, reader);
    const quality = await qualityOf(site.source, run, contract);
    return {
      kind: "page",
      title: contract.name,
      content: html`<p class="note">${inEnglish(contract.description, reader)}</p>
${summary(run, contract, quality, reader)}
${contract.layer === "raw" ? await rawPart(request, contract, query) : quality === undefined && html`<p class="banner">${words.absent}</p>`}
${section("contract", words.contract, columnTable(contract, quality, reader))}
<h2>${words.described}</h2>
${columnCards(contract, quality, reader)}
<p><a href="/data#layers">${words.back}</a></p>`,
    };
  },
};

function asideOf({ documents }: OpenRun, { name }: Contract) {
  return documents.quarantine?.datasets.find(({ dataset }) => dataset === name);
}

function summary(run: OpenRun, contract: Contract, quality: Quality | undefined, reader: Reader): Html {
  const { formats } = reader;
  const words = wordsFor(tableWords, reader);
  const { layer, grain, key, version, columns } = contract;
  const rows = layer === "raw" ? asideOf(run, contract)?.rows_read : quality?.rows;
  return cards([
    {
      title: words.rows,
      value: formats.count(rows),
      note: html`${words.rowIs("")}${inEnglish(grain, reader)}`,
    },
    {
      title: words.columns,
      value: formats.count(columns.length),
      note: key.length === 0 ? words.noKey : words.key(key.join(", ")),
    },
    {
      title: words.layer,
      value: layer,
      note: `${words.version}: ${words.versionOf(formats.count(quality?.contractVersion ?? version))}`,
    },
  ]);
}

/** Raw files have no report of their own: what was set aside of them tells how they fared. */
async function rawPart(
  { run, reader, site }: RunPageRequest,
  contract: Contract,
  query: RowsQuery,
): Promise<Content> {
  const { formats } = reader;
  const words = wordsFor(tableWords, reader);
  const aside = asideOf(run, contract);
  const limit = run.documents.quarantine?.limit;
  const said = (text: string) => html`<p>${text}</p>`;
  const content =
    aside === undefined
      ? said(words.notRead)
      : aside.rows_quarantined === 0
        ? said(words.noneAside)
        : html`${said(
            words.asideOf(
              formats.count(aside.rows_quarantined),
              formats.count(aside.rows_read),
              formats.percent(aside.rows_quarantined / Math.max(aside.rows_read, 1)),
              formats.percent(limit),
            ),
          )}${await quarantinedRows(site.source, run, aside, query, reader)}`;
  return section(
    "aside",
    wordsFor(dataWords, reader).quarantine,
    html`${content}<p class="hint">${words.rawNote}</p>`,
  );
}
