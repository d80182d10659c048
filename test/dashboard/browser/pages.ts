import type { Locator, Page } from "playwright-core";
import { z } from "zod";
import type { Finished } from "./finished-lake.ts";

/** Every page of the dashboard, by what a reader would call it. `<customer>` and `<run>` are filled in. */
export const pagePaths = [
  ["the overview", "/"],
  ["the customers", "/customers"],
  ["the customers of a filter", "/customers?tier=high&tier=critical&sort=loss&size=10"],
  ["a customer", "/customers/<customer>"],
  ["the lookup", "/lookup"],
  ["what a lookup finds", "/lookup?q=C0"],
  ["the recommendations", "/recommendations"],
  ["a campaign with a budget", "/recommendations?budget=200&save_rate=40"],
  ["the model", "/model"],
  ["the drift monitor", "/drift"],
  ["the drift of a feature", "/drift/months_to_renewal"],
  ["the data explorer", "/data"],
  ["a table", "/data/gold_master"],
  ["a table with people's words", "/data/silver_customer"],
  ["a raw file", "/data/price_history"],
  ["the pipeline", "/pipeline"],
  ["a run", "/pipeline/<run>"],
] as const;

/** Pages that say that something is wrong. */
export const faultPaths = [
  ["a page that is not there", "/nothing"],
  ["a customer who is not there", "/customers/C99999999"],
  ["an address with wrong parameters", "/customers?min=much&tier=x"],
] as const;

const customersSchema = z.object({ items: z.array(z.object({ customer_id: z.string() })) });

/** The address of a page, its blanks filled in with the run that is shown and the customer at the highest risk. */
export async function addressOf({ url, run }: Finished, path: string): Promise<string> {
  const answer = customersSchema.parse(await (await fetch(`${url}/api/v1/customers?size=10`)).json());
  const customer = answer.items[0]?.customer_id ?? "";
  return url + path.replace("<customer>", customer).replace("<run>", run);
}

/** The text of a part of a page, what is folded away included, with single blanks. */
export async function textOf(part: Locator): Promise<string> {
  return ((await part.textContent()) ?? "").replaceAll(/\s+/g, " ").trim();
}

/** The text of a page in its own language: without the parts that are marked as another's. */
export async function ownText(page: Page): Promise<string> {
  return String(
    await page.evaluate(
      `(() => {
        const copy = document.querySelector("main").cloneNode(true);
        for (const foreign of copy.querySelectorAll("[lang], code")) foreign.remove();
        return copy.textContent.replaceAll(/\\s+/g, " ");
      })()`,
    ),
  );
}
