/** JSON as it stands in files that people read, too: indented, with an end of line. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
