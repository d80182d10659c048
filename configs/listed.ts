/** Words and phrases written one after another, parted by commas: long lists stay readable. */
export function listed(text: string): readonly string[] {
  return text.split(",").map((entry) => entry.trim());
}
