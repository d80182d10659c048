import type { IncomingHttpHeaders } from "node:http";
import { type ContentType, contentTypes, DEFAULT_ANSWER_TYPE } from "../../configs/serving.ts";

/** A type with its parameters, as headers name it: `text/csv; charset=utf-8`. */
interface MediaType {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, string>;
}

function mediaType(text: string): MediaType {
  const [name = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  return {
    name,
    parameters: new Map(
      parameters.map((parameter) => {
        const [key = "", value = ""] = parameter.split("=").map((part) => part.trim());
        return [key, value.replace(/^"(.*)"$/, "$1")];
      }),
    ),
  };
}

/** The form in which the rows come; undefined when it is not supported, another character set included. */
export function rowsType(headers: IncomingHttpHeaders): ContentType | undefined {
  const { name, parameters } = mediaType(headers["content-type"] ?? "");
  const charset = parameters.get("charset") ?? "utf-8";
  const plain = (headers["content-encoding"] ?? "identity") === "identity";
  return plain && ["utf-8", "utf8", "us-ascii"].includes(charset)
    ? contentTypes.find((type) => type === name)
    : undefined;
}

function covers(range: string, type: ContentType): boolean {
  return range === "*/*" || range === type || (range.endsWith("/*") && type.startsWith(range.slice(0, -1)));
}

/** Preference of a range, 0 to 1 (RFC 9110, section 12.4.2). */
function weight({ parameters }: MediaType): number {
  const quality = Number(parameters.get("q") ?? 1);
  return quality >= 0 && quality <= 1 ? quality : 1;
}

/**
 * The form of the answer that the caller likes best; undefined when it accepts none that is supported. Of equally liked
 * ones the default comes first, where the caller names it or nothing narrower.
 */
export function answerType(headers: IncomingHttpHeaders): ContentType | undefined {
  const ranges = (headers.accept ?? "*/*").split(",").map(mediaType);
  const preference = (type: ContentType): number => {
    // The narrowest range that covers a type speaks for it.
    const narrowest = ranges
      .filter(({ name }) => covers(name, type))
      .sort(
        (a, b) =>
          Number(a.name.includes("*")) - Number(b.name.includes("*")) || b.name.length - a.name.length,
      );
    return narrowest[0] === undefined ? 0 : weight(narrowest[0]);
  };
  const liked = [DEFAULT_ANSWER_TYPE, ...contentTypes]
    .map((type) => ({ type, preference: preference(type) }))
    .filter((each) => each.preference > 0);
  return liked.reduce<(typeof liked)[number] | undefined>(
    (best, each) => (best === undefined || each.preference > best.preference ? each : best),
    undefined,
  )?.type;
}
