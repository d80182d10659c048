import { expect } from "vitest";
import { askRaw, type RawAnswer } from "../../support/raw-request.ts";
import { type Served, visibleText } from "../serve.ts";

/** Requests that are sent as they stand, and what every answer to them has to be. */

/** Something that somebody asks wrongly or with bad intent, and the status that answers it. */
export interface BadRequest {
  readonly what: string;
  readonly path: string;
  readonly status: number;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What the page says. */
  readonly says?: string;
}

/** Asks a dashboard exactly so. */
export function ask(
  { url }: Pick<Served, "url">,
  asked: Pick<BadRequest, "path" | "method" | "headers">,
): Promise<RawAnswer> {
  return askRaw({ port: Number(new URL(url).port), ...asked });
}

/** Pieces of what was asked for that are code, wherever they stand in a page as they were given. */
function codeIn(asked: string): readonly string[] {
  const decoded = [asked];
  for (let round = 0; round < 3; round += 1)
    decoded.push(
      (decoded.at(-1) ?? "").replaceAll(/%([0-9a-f]{2})/gi, (_, code) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      ),
    );
  return decoded.flatMap((text) => text.match(/[<"'][^<"']*zq[^<"']*[>"']?/gi) ?? []);
}

/** Nothing of the machine, of the code or of the request's own code is in an answer. */
export function expectHarmless(answer: RawAnswer, asked: string): void {
  const { headers, text } = answer;
  expect(headers["x-request-id"]).toMatch(/^[\w.:=-]{8,128}$/);
  expect(headers["content-security-policy"]).toContain("default-src 'none'");
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(text).not.toMatch(
    /\bat .*\.[jt]s:\d|node_modules|node:internal|\/work\/|\/tmp\/|SELECT|Binder Error|ZodError/,
  );
  for (const code of codeIn(asked)) expect(text).not.toContain(code);
  expect(text).not.toMatch(
    /<(?:script(?! type="module" src="\/static\/)|img|iframe|svg on|b id)|javascript:/i,
  );
  for (const [name, value] of Object.entries(headers)) expect(String(value), name).not.toMatch(/zq|evil/i);
}

/** A page that a person understands: a language, a title, a sentence, and a way on. */
export function expectPage(answer: RawAnswer, language = "en"): string {
  expect(answer.headers["content-type"]).toBe("text/html; charset=utf-8");
  expect(answer.text).toContain(`<html lang="${language}">`);
  const [, title = ""] = /<h1>([^<]+)<\/h1>/.exec(answer.text) ?? [];
  expect(title.length).toBeGreaterThan(4);
  expect(answer.text).toContain(`<title>${title} · SpanishGas</title>`);
  const [, main = ""] = /<main[^>]*>(.*)<\/main>/s.exec(answer.text) ?? [];
  const said = visibleText(main);
  expect(said).toMatch(/\p{Lu}[^.]{8,}\./u);
  expect(answer.text).toContain('<li><a href="/customers"');
  return said;
}

/** The request's id stands in the page of a refusal, so that somebody can tell it to whoever reads the log. */
export function expectNamesRequest(answer: RawAnswer): void {
  expect(answer.text).toContain(`<code>${answer.headers["x-request-id"]}</code>`);
}

/** The server has met no fault of its own, and answers the next request. */
export async function expectGoesOn(served: Served): Promise<void> {
  expect(served.errors).toEqual([]);
  expect((await ask(served, { path: "/healthz" })).status).toBe(200);
}
