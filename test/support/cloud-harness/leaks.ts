import type { Said } from "./recording.ts";

/** What nobody may say. */
export interface Secrets {
  readonly customers: ReadonlySet<string>;
  /** Texts of customers; a part of one is a leak already. */
  readonly summaries: readonly string[];
  readonly credentials: readonly string[];
}

/** A secret that was said. */
export interface Leak {
  readonly kind: "customer" | "summary" | "credential";
  readonly secret: string;
  readonly said: Said;
}

/** A summary's beginning is enough to know it by, and whoever cuts texts leaves no less. */
const SUMMARY_CHARACTERS = 20;
/** Escapes of JSON, also of JSON within JSON: their letters are no part of what follows. */
const ESCAPE = /\\+(?:["/bfnrt]|u[0-9a-fA-F]{4})/g;
const TOKEN = /[\p{L}\p{N}]+/gu;

/** Every secret in what was said; each once for each place. */
export function findLeaks(all: readonly Said[], { customers, summaries, credentials }: Secrets): Leak[] {
  const beginnings = new Set(summaries.map((text) => plain(text.slice(0, SUMMARY_CHARACTERS))));
  return all.flatMap((said): Leak[] => {
    const text = plain(said.text);
    const of = (kind: Leak["kind"], secrets: Iterable<string>) =>
      [...new Set(secrets)].map((secret): Leak => ({ kind, secret, said }));
    return [
      ...of("customer", tokensIn(text, customers)),
      ...of("summary", windowsIn(text, beginnings)),
      ...of(
        "credential",
        credentials.filter((secret) => said.text.includes(secret)),
      ),
    ];
  });
}

/** As a person reads it: without the escapes and line breaks of whatever carries it. */
function plain(text: string): string {
  return text.replace(ESCAPE, " ").replace(/["\s]+/g, " ");
}

/** Identifiers that stand by themselves, whatever signs are around them. */
function* tokensIn(text: string, tokens: ReadonlySet<string>): Generator<string> {
  for (const [token] of text.matchAll(TOKEN)) if (tokens.has(token)) yield token;
}

/** Texts of a few lengths that stand anywhere. */
function* windowsIn(text: string, wanted: ReadonlySet<string>): Generator<string> {
  for (const length of new Set([...wanted].map((each) => each.length)))
    for (let start = 0; start + length <= text.length; start += 1) {
      const window = text.slice(start, start + length);
      if (wanted.has(window)) yield window;
    }
}
