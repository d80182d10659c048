import { type IncomingHttpHeaders, request } from "node:http";

/** What is asked, to the letter. */
export interface RawRequest {
  readonly port: number;
  readonly path: string;
  /** @default GET */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

/** An answer with its text. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Asks loopback on a connection of its own, with exactly these headers: `fetch` would tidy an address up first. */
export function askRaw({ port, path, method = "GET", headers = {} }: RawRequest): Promise<RawAnswer> {
  const given = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === "string" ? value : [...value]]),
  );
  return new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port, path, method, headers: given, agent: false }, (response) => {
      let text = "";
      response
        .setEncoding("utf8")
        .on("data", (part: string) => {
          text += part;
        })
        .once("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    })
      .once("error", reject)
      .end();
  });
}
