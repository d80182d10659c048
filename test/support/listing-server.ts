import { SETTLING_SECONDS } from "../../configs/functions.ts";
import { loopbackServer, type Received } from "./loopback.ts";

/** An object of a listed bucket. */
export interface ListedFile {
  readonly etag: string;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
}

/** An upload in parts that has not ended. */
export interface ListedUpload {
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly begunAt: number;
}

/**
 * What lies in a bucket, as S3 lists it: objects with the times of a test's own clock, and uploads in parts, which the
 * other loopback server does not list. It holds no data.
 */
export class ListingServer {
  readonly endpoint: string;
  readonly objects: Map<string, ListedFile>;
  readonly uploads: ListedUpload[];
  readonly #state: { pageSize: number; asked: number };

  private constructor(
    endpoint: string,
    parts: Pick<ListingServer, "objects" | "uploads">,
    state: ListingState,
  ) {
    this.endpoint = endpoint;
    this.objects = parts.objects;
    this.uploads = parts.uploads;
    this.#state = state;
  }

  /** @param pageSize entries of one answer */
  static async start(pageSize = 1000): Promise<ListingServer> {
    const parts = { objects: new Map<string, ListedFile>(), uploads: [] as ListedUpload[] };
    const state: ListingState = { pageSize, asked: 0 };
    const endpoint = await loopbackServer((request) => {
      state.asked += 1;
      const query = queryOf(request);
      const body = query.has("uploads")
        ? unfinished(parts.uploads, query, state.pageSize)
        : objects(parts.objects, query, state.pageSize);
      return { status: 200, headers: { "content-type": "application/xml" }, body };
    });
    return new ListingServer(endpoint, parts, state);
  }

  /** Requests so far. */
  get asked(): number {
    return this.#state.asked;
  }
}

interface ListingState {
  pageSize: number;
  asked: number;
}

/** Long enough ago for an upload to count as over. */
export const SETTLED_MS = 2 * SETTLING_SECONDS * 1000;

function queryOf({ path }: Received): URLSearchParams {
  return new URL(path, "http://127.0.0.1").searchParams;
}

const iso = (time: number) => new Date(time).toISOString();

function objects(files: ReadonlyMap<string, ListedFile>, query: URLSearchParams, pageSize: number): string {
  const after = query.get("continuation-token") ?? "";
  const keys = [...files.keys()]
    .filter((key) => key.startsWith(query.get("prefix") ?? "") && key > after)
    .toSorted();
  const shown = keys.slice(0, pageSize);
  const entries = shown.map((key) => {
    const { etag = "", modifiedAt = 0 } = files.get(key) ?? {};
    return `<Contents><Key>${key}</Key><LastModified>${iso(modifiedAt)}</LastModified><ETag>&quot;${etag}&quot;</ETag><Size>1</Size></Contents>`;
  });
  const more = keys.length > shown.length;
  const next = more ? `<NextContinuationToken>${shown.at(-1)}</NextContinuationToken>` : "";
  return `<ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${entries.join("")}</ListBucketResult>`;
}

/** Two uploads of one key are told apart by their ids, which are their places here. */
function unfinished(uploads: readonly ListedUpload[], query: URLSearchParams, pageSize: number): string {
  const known = uploads
    .map((upload, index) => ({ ...upload, id: String(index).padStart(6, "0") }))
    .filter(({ key }) => key.startsWith(query.get("prefix") ?? ""))
    .toSorted((a, b) => (`${a.key} ${a.id}` < `${b.key} ${b.id}` ? -1 : 1));
  const after = `${query.get("key-marker") ?? ""} ${query.get("upload-id-marker") ?? ""}`;
  const left = query.has("key-marker") ? known.filter(({ key, id }) => `${key} ${id}` > after) : known;
  const shown = left.slice(0, pageSize);
  const last = shown.at(-1);
  const more = left.length > shown.length;
  const next = more
    ? `<NextKeyMarker>${last?.key}</NextKeyMarker><NextUploadIdMarker>${last?.id}</NextUploadIdMarker>`
    : "";
  const entries = shown.map(
    ({ key, id, begunAt }) =>
      `<Upload><Key>${key}</Key><UploadId>${id}</UploadId><Initiated>${iso(begunAt)}</Initiated></Upload>`,
  );
  return `<ListMultipartUploadsResult><IsTruncated>${more}</IsTruncated>${next}${entries.join("")}</ListMultipartUploadsResult>`;
}
