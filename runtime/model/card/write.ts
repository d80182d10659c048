import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import packageFile from "../../../package.json" with { type: "json" };
import { jsonText } from "../../json.ts";
import { billOf } from "./bill.ts";
import { billSource } from "./bill-source.ts";
import type { Card } from "./card.ts";
import { cardPage } from "./page.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** The files of a card. */
export const cardFiles = { facts: "card.json", page: "card.html", bill: "sbom.json" } as const;

/** Writes `card.json`, `card.html` and `sbom.json`. @throws Error when a lock file is there that npm has not written */
export async function writeCard(folder: string, card: Card): Promise<void> {
  const bill = billOf(packageFile, await billSource(ROOT), card.libraries);
  await writeFile(join(folder, cardFiles.facts), jsonText(card));
  await writeFile(join(folder, cardFiles.page), cardPage(card, bill).toString());
  await writeFile(join(folder, cardFiles.bill), jsonText(bill));
}
