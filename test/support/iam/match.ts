/** How IAM compares texts: `*` stands for any characters, `?` for one. */

/** @throws when a policy variable occurs: nothing here resolves one */
function refuseVariables(pattern: string): void {
  if (pattern.includes("${")) throw new Error(`${pattern}: policy variables are not evaluated here.`);
}

/** A pattern as a regular expression's source. */
function sourceOf(pattern: string): string {
  refuseVariables(pattern);
  return pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
}

/** Whether a text matches a pattern. Letters count as they are. */
export function like(pattern: string, text: string): boolean {
  return new RegExp(`^${sourceOf(pattern)}$`, "s").test(text);
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

/**
 * Whether a statement's resource is about an ARN. Other than in a condition, an asterisk at the end of a part goes on
 * beyond its colon, as AWS documents: `arn:aws:s3:*` is about all of S3, and `arn:aws:sqs:*:q` about all that ends so.
 */
export function resourceLike(pattern: string, arn: string): boolean {
  const [a = "", b = "", c = "", d = "", e = "", ...rest] = pattern.split(":");
  // Elsewhere in one of the first five parts an asterisk stays within it.
  const named = [a, b, c, d, e].map((part) => sourceOf(part).replace(/\.\*(?!$)/g, "[^:]*"));
  const parts = [...named, ...rest.map(sourceOf)].slice(0, pattern.split(":").length);
  return new RegExp(`^${parts.join(":")}$`, "s").test(arn);
}

/** Whether an action matches a pattern. Actions are not told apart by case. */
export function actionLike(pattern: string, action: string): boolean {
  return like(pattern.toLowerCase(), action.toLowerCase());
}
