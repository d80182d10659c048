import { CUSTOMER, isGoldColumn, isNumeric, type ServedColumns } from "./columns.ts";
import { csvRecords } from "./csv-records.ts";
import type { RowFaults } from "./faults.ts";
import { type RawRows, remedyForName } from "./raw-rows.ts";

/** A number as programs write it: no blanks, no thousands separators, a point in decimals. */
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** What a cell says. What is no number stays a text, which the contract then refuses. */
function cellValue(cell: string, numeric: boolean): string | number | null {
  if (cell === "") return null;
  return numeric && NUMBER.test(cell) ? Number(cell) : cell;
}

/** The columns of a text with a header; undefined when the header has faults. */
function namedColumns(header: readonly string[], served: ServedColumns, faults: RowFaults) {
  const before = faults.found.length;
  header.forEach((name, index) => {
    const place = `The header's column ${index + 1}`;
    if (!isGoldColumn(name)) {
      const reason = `${place} is no column of gold_master`;
      if (!faults.full) faults.add({ row: null, column: null, reason, remedy: remedyForName(name) });
    } else if (header.indexOf(name) !== index) {
      faults.add({ row: null, column: name, reason: "stands twice in the header", remedy: "Name it once." });
    }
  });
  for (const feature of served.features.filter((each) => !header.includes(each)))
    faults.add({
      row: null,
      column: feature,
      reason: "is missing in the header",
      remedy: "Add the column; its cells may be empty where the contract allows it.",
    });
  return faults.found.length === before ? header : undefined;
}

/** The columns of a text without a header: those of the model in its order, perhaps after the customer. */
function columnsByPlace(width: number, { features }: ServedColumns, faults: RowFaults) {
  if (width === features.length) return features;
  if (width === features.length + 1) return [CUSTOMER, ...features];
  faults.add({
    row: 1,
    column: null,
    reason: `names no column of gold_master, and has ${width} cells where the model has ${features.length} features`,
    remedy:
      "Begin with a header, or send the model's features alone and in its order, with customer_id before them or without.",
  });
  return undefined;
}

/**
 * Reads rows of CSV. The first line is a header when at least one of its cells is the name of a gold column; then the
 * columns may stand in any order, further gold columns among them. Else there is no header, as in all but the first
 * part of a file that a batch transform has split: then the cells are the model's features in its order, and nothing
 * else but the customer before them. An empty cell is no value.
 */
export function readCsv(text: string, served: ServedColumns, faults: RowFaults): RawRows {
  const { records, broken } = csvRecords(text);
  const [first] = records;
  const header = first?.some(isGoldColumn) === true;
  const rows: Record<string, unknown>[] = [];
  if (first !== undefined) {
    const columns = header
      ? namedColumns(first, served, faults)
      : columnsByPlace(first.length, served, faults);
    const cells = columns?.map((name) => ({ name, numeric: isNumeric(name) })) ?? [];
    for (const record of columns === undefined ? [] : records.slice(header ? 1 : 0)) {
      if (record.length === cells.length)
        rows.push(
          Object.fromEntries(
            cells.map(({ name, numeric }, at) => [name, cellValue(record[at] ?? "", numeric)]),
          ),
        );
      else {
        faults.add(wrongWidth(rows.length + 1, record, cells.length));
        return { rows, csvHeader: header };
      }
    }
  }
  if (broken !== undefined)
    faults.add({
      row: records.length + (header ? 0 : 1),
      column: null,
      reason: broken,
      remedy: "Quote cells as RFC 4180 says: a quotation mark inside of a quoted cell is doubled.",
    });
  return { rows, csvHeader: header };
}

function wrongWidth(row: number, record: readonly string[], width: number) {
  const empty = record.length === 1 && record[0] === "";
  return {
    row,
    column: null,
    reason: empty ? "is an empty line" : `has ${record.length} cells instead of ${width}`,
    remedy: empty
      ? "Remove the line."
      : "Give every row as many cells as the first line; quote cells that hold a comma.",
  };
}
