import { once } from "node:events";
import { createServer } from "node:http";
import { onTestFinished } from "vitest";
import { type AccessControl, accessControl } from "../../dashboard/access/access-control.ts";
import { type AuditLine, auditTrail } from "../../dashboard/access/audit.ts";
import type { AccessLine } from "../../dashboard/access/requests.ts";
import type { SendingOptions } from "../../dashboard/export/send.ts";
import type { Books } from "../../dashboard/lake/books.ts";
import { FolderSource } from "../../dashboard/lake/folder-source.ts";
import { RunView, type RunViewOptions } from "../../dashboard/lake/run-view.ts";
import type { Source, SourceFault } from "../../dashboard/lake/source.ts";
import { dashboard } from "../../dashboard/server.ts";

/** A dashboard that answers on loopback, and what it told its logs. */
export interface Served {
  readonly url: string;
  readonly faults: SourceFault[];
  readonly access: AccessLine[];
  readonly audit: AuditLine[];
  readonly errors: { readonly thrown: unknown; readonly request: string }[];
  get(path: string, init?: RequestInit): Promise<Answer>;
}

/** An answer with its text. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** The time of all pages in tests. */
export const NOW = new Date("2025-01-05T12:00:00Z");

/** What a test may want otherwise. */
export interface ServeOptions extends RunViewOptions {
  readonly books?: Books;
  /** @default this machine alone, without limits that a test would meet */
  readonly access?: AccessControl;
  readonly sending?: SendingOptions;
  /** Is given what ends the server. @default with the test */
  readonly atEnd?: (end: () => Promise<void>) => void;
}

/** Serves a lake until the test ends, or longer. Pointers are looked at for every request unless the options say otherwise. */
export async function serve(lake: string | Source, options: ServeOptions = {}): Promise<Served> {
  const source = typeof lake === "string" ? new FolderSource(lake) : lake;
  const faults: SourceFault[] = [];
  const access: AccessLine[] = [];
  const audit: AuditLine[] = [];
  const errors: { thrown: unknown; request: string }[] = [];
  const view = new RunView(source, {
    checkIntervalMs: 0,
    // A busy machine must not show a test the run of before.
    patienceMs: 20_000,
    onFault: (fault) => faults.push(fault),
    ...options,
  });
  const server = createServer(
    dashboard({
      source,
      view,
      books: options.books,
      access: options.access ?? openAccess(),
      audit: auditTrail((line) => audit.push(line)),
      onRequest: (line) => access.push(line),
      onError: (thrown, request) => errors.push({ thrown, request }),
      now: () => NOW,
      ...(options.sending === undefined ? {} : { sending: options.sending }),
    }),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { atEnd = onTestFinished } = options;
  atEnd(async () => {
    server.closeAllConnections();
    server.close();
    await view.close();
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    faults,
    access,
    audit,
    errors,
    get: async (path, init) => {
      const response = await fetch(`${url}${path}`, init);
      return { status: response.status, headers: response.headers, text: await response.text() };
    },
  };
}

/** Answers this machine alone, as often as a test likes. */
function openAccess(): AccessControl {
  const unlimited = 1_000_000;
  return accessControl(
    {
      login: undefined,
      allowed: undefined,
      listensOnLoopback: true,
      requestsPerMinute: unlimited,
      exportsPerMinute: unlimited,
    },
    { onFault: () => undefined },
  );
}

/** What a reader sees of a page: its text without tags, entities resolved, spaces collapsed. */
export function visibleText(page: string): string {
  return page
    .replaceAll(/<(title|style)[^>]*>.*?<\/\1>/gs, " ")
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&")
    .replaceAll(/\s+/g, " ");
}
