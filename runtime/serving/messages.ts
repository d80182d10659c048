import type { ContentType } from "../../configs/serving.ts";

/** What the server and a scoring thread say to each other. */

/** The rows of one request, as they came. */
export interface Invocation {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly rowsAs: ContentType;
  readonly answerAs: ContentType;
}

/** What is answered to a request. */
export interface Scored {
  readonly status: 200 | 400 | 500;
  readonly type: ContentType;
  readonly body: Uint8Array<ArrayBuffer>;
  /** Rows that were scored: all or none. */
  readonly rows: number;
  /** Class of the error, where the fault is the program's. */
  readonly error?: string;
}

/** What a thread is started with. */
export interface ScorerStart {
  /** Folder of the model's files. */
  readonly model: string;
}

/** What a thread says: first one of the first two, then an answer to each invocation. */
export type ScorerMessage =
  | { readonly kind: "ready"; readonly facts: ModelFacts }
  | { readonly kind: "unusable"; readonly reason: string }
  | { readonly kind: "scored"; readonly scored: Scored };

/** The model that is served, for the log. */
export interface ModelFacts {
  readonly experiment: string;
  readonly asOf: string;
  readonly features: number;
  readonly modelSha256: string;
}
