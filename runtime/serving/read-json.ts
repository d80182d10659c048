import type { RowFaults } from "./faults.ts";
import type { RawRows } from "./raw-rows.ts";

const NO_OBJECT = "Give an object with the model's features by their names.";

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    // The parser's own words quote the text.
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Reads a JSON object, or a list of them. */
export function readJson(text: string, faults: RowFaults): RawRows {
  const json = parsed(text);
  if (json === undefined) {
    const remedy = "Send one object or a list of objects; for one object a line use application/jsonlines.";
    faults.add({ row: null, column: null, reason: "The body is no JSON", remedy });
    return { rows: [] };
  }
  if (!Array.isArray(json.value)) return { rows: objects([json.value], faults), single: true };
  return { rows: objects(json.value, faults) };
}

/** Reads a JSON object a line. The last line may end without an end of line. */
export function readJsonLines(text: string, faults: RowFaults): RawRows {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  const values: unknown[] = [];
  for (const [index, line] of lines.entries()) {
    const json = parsed(line);
    if (json === undefined) {
      const empty = line.trim() === "";
      faults.add({
        row: index + 1,
        column: null,
        reason: empty ? "is an empty line" : "is no JSON",
        remedy: empty ? "Remove the line." : "Send one whole object a line.",
      });
      break;
    }
    values.push(json.value);
  }
  return { rows: objects(values, faults) };
}

function objects(values: readonly unknown[], faults: RowFaults): Readonly<Record<string, unknown>>[] {
  const rows: Readonly<Record<string, unknown>>[] = [];
  for (const [index, value] of values.entries()) {
    if (isObject(value)) rows.push(value);
    else {
      faults.add({ row: index + 1, column: null, reason: "is no object", remedy: NO_OBJECT });
      break;
    }
  }
  return rows;
}
