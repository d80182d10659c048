/** What a user should do about a value that breaks a contract, as the end of a sentence. */
export function remedyFor(fault: { readonly reason: string; readonly value?: string }): string {
  const { reason, value } = fault;
  if (reason.includes("number")) {
    if (value !== undefined && /^\s*[-+]?[\d.]*,\d+\s*$/.test(value))
      return "write decimals with a point, not with a comma";
    if (value !== undefined && /^\s*[-+]?(nan|null|na|n\/a|none|inf|infinity|-)\s*$/i.test(value))
      return "leave the cell empty where a value is missing";
    return "write plain numbers, without units or thousands separators";
  }
  if (reason.includes("HH:MM:SS")) return "write times as YYYY-MM-DD HH:MM:SS";
  if (reason.includes("time zone"))
    return "write local times without a zone, or set the data set's timezone to UTC in configs/datasets.ts";
  if (reason.includes("YYYY-MM")) return "write dates as YYYY-MM-DD and months as YYYY-MM";
  if (reason.startsWith("repeats")) return "keep one row for each key";
  if (reason.includes("customer_attributes"))
    return "add these customers to customer_attributes or leave their rows out";
  if (reason.includes("costs_by_province_month"))
    return "add the province to costs_by_province_month or correct the province_code";
  if (reason.includes("values than the header"))
    return 'give each row as many values as the header has columns, write decimals with a point, and put texts with commas between quotes (")';
  if (reason === "is empty") return "fill the cells or leave these rows out";
  return "correct these rows and deliver the file again";
}
