import { constants, zstdCompressSync } from "node:zlib";
import { ByteWriter, ParquetWriter, type SchemaElement } from "hyparquet-writer";
import { writePageHeader } from "hyparquet-writer/src/datapage.js";
import { at } from "../random.ts";

/**
 * Column chunks of the readings file. hyparquet-writer writes the headers and whatever is small; the pages of
 * readings are put together here, because its general way, value by value, is many times slower than copying an
 * array of doubles.
 */

export type RowGroup = ParquetWriter["row_groups"][number];
export type ColumnChunk = RowGroup["columns"][number];
type ColumnMetadata = NonNullable<ColumnChunk["meta_data"]>;
type ColumnSource = Parameters<ParquetWriter["write"]>[0]["columnData"][number];

/** The root and the four columns, in the order of the file. */
export const hourlySchema = [
  { name: "root", num_children: 4 },
  {
    name: "customer_id",
    type: "BYTE_ARRAY",
    converted_type: "UTF8",
    logical_type: { type: "STRING" },
    repetition_type: "OPTIONAL",
  },
  {
    name: "timestamp",
    type: "INT64",
    logical_type: { type: "TIMESTAMP", isAdjustedToUTC: false, unit: "MICROS" },
    repetition_type: "OPTIONAL",
  },
  { name: "consumption_elec_kwh", type: "DOUBLE", repetition_type: "OPTIONAL" },
  { name: "consumption_gas_m3", type: "DOUBLE", repetition_type: "OPTIONAL" },
] as const satisfies readonly SchemaElement[];

const ZSTD_LEVEL = 1;

function zstd(bytes: Uint8Array): Uint8Array {
  return zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: ZSTD_LEVEL } });
}

/** Column chunks in one piece; offsets count from the beginning of `bytes`. */
export interface EncodedColumns {
  readonly bytes: Uint8Array;
  readonly columns: readonly ColumnChunk[];
  readonly rows: number;
}

const MAGIC_BYTES = 4;

/** The same chunk when the bytes around it begin `distance` bytes later. */
export function movedBy(chunk: ColumnChunk, distance: number): ColumnChunk {
  const { meta_data: meta } = chunk;
  if (meta === undefined) throw new Error("A column chunk lacks its metadata.");
  const by = BigInt(distance);
  return {
    ...chunk,
    file_offset: chunk.file_offset + by,
    meta_data: {
      ...meta,
      data_page_offset: meta.data_page_offset + by,
      ...(meta.dictionary_page_offset !== undefined && {
        dictionary_page_offset: meta.dictionary_page_offset + by,
      }),
    },
  };
}

/** Encodes any columns with the library: right for small row groups and for what is encoded once and used again. */
export function encodeGenerally(sources: readonly ColumnSource[], pageSize: number): EncodedColumns {
  const elements = sources.map((source) => {
    const element = hourlySchema.find((candidate) => candidate.name === source.name);
    if (element === undefined) throw new Error(`The readings have no column ${source.name}.`);
    return element;
  });
  const writer = new ByteWriter();
  const schema = [{ name: "root", num_children: elements.length }, ...elements];
  const file = new ParquetWriter({ writer, schema, codec: "ZSTD", compressors: { ZSTD: zstd } });
  const rows = sources[0]?.data.length ?? 0;
  file.write({
    columnData: sources.map((source) => ({ ...source, offsetIndex: false })),
    rowGroupSize: rows,
    pageSize,
  });
  const [group] = file.row_groups;
  if (group === undefined) throw new Error("There are no rows to encode.");
  return {
    bytes: writer.getBytes().slice(MAGIC_BYTES),
    columns: group.columns.map((chunk) => movedBy(chunk, -MAGIC_BYTES)),
    rows,
  };
}

/** Definition levels of a page without nulls: one run of ones. */
function appendAllDefined(writer: ByteWriter, rows: number): void {
  writer.appendVarInt(rows << 1);
  writer.appendUint8(1);
}

/** A data page without nulls, compressed. Returns its uncompressed size with the header. */
function appendPage(
  target: ByteWriter,
  rows: number,
  encoding: "PLAIN" | "RLE_DICTIONARY",
  body: Uint8Array,
): number {
  const levels = new ByteWriter();
  appendAllDefined(levels, rows);
  const packed = zstd(body);
  const start = target.offset;
  writePageHeader(target, {
    type: "DATA_PAGE_V2",
    uncompressed_page_size: levels.offset + body.length,
    compressed_page_size: levels.offset + packed.length,
    data_page_header_v2: {
      num_values: rows,
      num_nulls: 0,
      num_rows: rows,
      encoding,
      definition_levels_byte_length: levels.offset,
      repetition_levels_byte_length: 0,
      is_compressed: true,
    },
  });
  const header = target.offset - start;
  target.appendBytes(levels.getBytes());
  target.appendBytes(packed);
  return header + levels.offset + body.length;
}

/** The chunk of readings: plain doubles, a page for every `rowsPerPage` of them. */
export function appendReadings(
  target: ByteWriter,
  name: "consumption_elec_kwh" | "consumption_gas_m3",
  readings: Float64Array,
  rowsPerPage: number,
): ColumnChunk {
  const start = target.offset;
  let uncompressed = 0;
  let pages = 0;
  for (let row = 0; row < readings.length; row += rowsPerPage) {
    const page = readings.subarray(row, row + rowsPerPage);
    const body = new Uint8Array(page.buffer, page.byteOffset, page.byteLength);
    uncompressed += appendPage(target, page.length, "PLAIN", body);
    pages += 1;
  }
  return {
    file_offset: BigInt(start),
    meta_data: {
      type: "DOUBLE",
      encodings: ["PLAIN"],
      path_in_schema: [name],
      codec: "ZSTD",
      num_values: BigInt(readings.length),
      total_uncompressed_size: BigInt(uncompressed),
      total_compressed_size: BigInt(target.offset - start),
      data_page_offset: BigInt(start),
      statistics: rangeOf(readings),
      encoding_stats: [{ page_type: "DATA_PAGE_V2", encoding: "PLAIN", count: pages }],
    },
  };
}

function rangeOf(values: Float64Array): NonNullable<ColumnMetadata["statistics"]> {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? 0;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min_value: min, max_value: max, null_count: 0n };
}

/** The chunk of ids, each repeated `rowsEach` times: a dictionary and one run an id. Ids are in ascending order. */
export function appendIds(target: ByteWriter, ids: readonly string[], rowsEach: number): ColumnChunk {
  const rows = ids.length * rowsEach;
  const start = target.offset;
  const range = { min_value: at(ids, 0), max_value: at(ids, ids.length - 1) };
  const dictionary = new ByteWriter();
  for (const id of ids) {
    const text = new TextEncoder().encode(id);
    dictionary.appendUint32(text.length);
    dictionary.appendBytes(text);
  }
  const packed = zstd(dictionary.getBytes());
  writePageHeader(target, {
    type: "DICTIONARY_PAGE",
    uncompressed_page_size: dictionary.offset,
    compressed_page_size: packed.length,
    dictionary_page_header: { num_values: ids.length, encoding: "PLAIN" },
  });
  let uncompressed = target.offset - start + dictionary.offset;
  target.appendBytes(packed);
  const pageStart = target.offset;
  const body = new ByteWriter();
  const bitWidth = Math.max(1, Math.ceil(Math.log2(ids.length)));
  if (bitWidth > 8) throw new Error(`${ids.length} customers are too many for a row group.`);
  body.appendUint8(bitWidth);
  for (let index = 0; index < ids.length; index += 1) {
    body.appendVarInt(rowsEach << 1);
    body.appendUint8(index);
  }
  uncompressed += appendPage(target, rows, "RLE_DICTIONARY", body.getBytes());
  return {
    file_offset: BigInt(start),
    meta_data: {
      type: "BYTE_ARRAY",
      encodings: ["PLAIN", "RLE_DICTIONARY"],
      path_in_schema: ["customer_id"],
      codec: "ZSTD",
      num_values: BigInt(rows),
      total_uncompressed_size: BigInt(uncompressed),
      total_compressed_size: BigInt(target.offset - start),
      dictionary_page_offset: BigInt(start),
      data_page_offset: BigInt(pageStart),
      statistics: { ...range, null_count: 0n },
      encoding_stats: [
        { page_type: "DICTIONARY_PAGE", encoding: "PLAIN", count: 1 },
        { page_type: "DATA_PAGE_V2", encoding: "RLE_DICTIONARY", count: 1 },
      ],
    },
  };
}
