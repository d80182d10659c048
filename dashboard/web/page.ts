import type { Html } from "../../runtime/html.ts";
import type { Books } from "../lake/books.ts";
import type { OpenRun } from "../lake/open-run.ts";
import type { View } from "../lake/run-view.ts";
import type { Source } from "../lake/source.ts";
import type { PageId } from "./layout.ts";
import type { Notes } from "./notes.ts";
import type { Reader } from "./reader.ts";

/** What pages are answered from. */
export interface Site {
  readonly source: Source;
  /** Which runs there were; undefined where nobody has said where the books are. */
  readonly books: Books | undefined;
}

/** A request for a page. */
export interface PageRequest extends Notes {
  readonly site: Site;
  readonly view: View;
  readonly reader: Reader;
  /** Parts of the path by their names, decoded. */
  readonly path: Readonly<Record<string, string>>;
  readonly search: URLSearchParams;
}

/** A request for a page of the run that is shown. */
export interface RunPageRequest extends PageRequest {
  readonly run: OpenRun;
}

/** A page, a small file to take out, or where to go instead. */
export type PageAnswer =
  | {
      readonly kind: "page";
      readonly title: string;
      readonly content: Html;
      /** @default 200 */
      readonly status?: number;
    }
  | {
      readonly kind: "file";
      /** Under which the reader keeps it. */
      readonly name: string;
      /** Media type. */
      readonly type: string;
      readonly body: string;
    }
  | { readonly kind: "redirect"; readonly to: string };

/** A page of the dashboard with its address. */
export type PageRoute = {
  /** As Express writes paths: `/customers/:id`. */
  readonly path: string;
  /** Page of the navigation that it belongs to. */
  readonly id: PageId;
  /** It asks the books, which may be slow, and not the database: it takes no turn, so that no other page waits for it. */
  readonly asksBooks?: true;
} & (
  | {
      /** It can be shown only of a published run; without one the reader is told what to do. */
      readonly needs: "run";
      readonly answer: (request: RunPageRequest) => PageAnswer | Promise<PageAnswer>;
    }
  | {
      readonly needs: "nothing";
      readonly answer: (request: PageRequest) => PageAnswer | Promise<PageAnswer>;
    }
);

/** There is no run yet to answer from. */
export class NothingPublished extends Error {
  override readonly name = "NothingPublished";
}

/** Something else was asked for than reading. */
export class MethodRefused extends Error {
  override readonly name = "MethodRefused";
}

/** What was asked for by name does not exist. */
export class NotFound extends Error {
  override readonly name = "NotFound";
}
