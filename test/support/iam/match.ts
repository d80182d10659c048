/** How IAM compares texts: `*` stands for any characters, `?` for one. */

/** @throws when a policy variable occurs: nothing here resolves one */
function refuseVariables(pattern: string): void {
  if (pattern.includes("${")) throw new Error(`${pattern}: policy variables are not evaluated here.`);
}

/** Whether a text matches a pattern. Letters count as they are. */
export function like(pattern: string, text: string): boolean {
  refuseVariables(pattern);
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s").test(text);
}

/** An ARN's five first parts and all the rest, which may hold colons of its own. */
function segments(arn: string): string[] {
  const [a = "", b = "", c = "", d = "", e = "", ...rest] = arn.split(":");
  return [a, b, c, d, e, rest.join(":")];
}

/** Whether an ARN matches a pattern: each of its six parts by itself, so that a wildcard never reaches into the next. */
export function arnLike(pattern: string, arn: string): boolean {
  refuseVariables(pattern);
  if (pattern === "*") return true;
  const parts = segments(arn);
  return segments(pattern).every((part, index) => like(part, parts[index] ?? ""));
}

/** Whether an action matches a pattern. Actions are not told apart by case. */
export function actionLike(pattern: string, action: string): boolean {
  return like(pattern.toLowerCase(), action.toLowerCase());
}
