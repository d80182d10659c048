/**
 * Words that leave the machine: logs, alerts, exit messages. What libraries say may hold more than people should read
 * there: errors of signatures quote the request with its token, errors of queries quote the value at fault.
 */

const MARK = "…";

/** Credentials as they stand in texts: headers, signed addresses, keys, names and passwords in addresses. */
const credentials: readonly (readonly [RegExp, string])[] = [
  [/\b(authorization|x-amz-security-token|proxy-authorization)\b(["']?\s*[:=]).*/gi, `$1$2 ${MARK}`],
  [
    /\b(x-amz-[\w-]+|awsaccesskeyid|signature|credential|sessiontoken|secretaccesskey)=[^&\s"',]+/gi,
    `$1=${MARK}`,
  ],
  [/\b(secretaccesskey|sessiontoken)(["']?\s*:\s*["']?)[^\s"',}]+/gi, `$1$2${MARK}`],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, MARK],
  [/\bbearer\s+[\w.~+/=-]+/gi, `Bearer ${MARK}`],
  [/(\/\/)[^/\s:@]+:[^/\s@]+@/g, `$1${MARK}@`],
];

/** The text with all credentials in it cut out. */
export function withoutCredentials(text: string): string {
  return credentials.reduce((cut, [pattern, mark]) => cut.replaceAll(pattern, mark), text);
}

/** What an unknown fault may say at most, in characters. */
const FAULT_CHARACTERS = 300;

/**
 * The first line of a text, all that stands between quotes cut out: where nobody knows what a library quotes, it may be a
 * value of the user's data. The lines after the first show it in its place.
 */
export function withoutValues(text: string): string {
  const [line = ""] = text.trim().split(/[\r\n]/, 1);
  const cut = withoutCredentials(line).replaceAll(/"[^"]*"?|`[^`]*`?|(?<![A-Za-z])'[^']*'?/g, `"${MARK}"`);
  return cut.length <= FAULT_CHARACTERS ? cut : `${cut.slice(0, FAULT_CHARACTERS)}${MARK}`;
}

/**
 * An error for a service that writes whatever is thrown into its log, own fields included, as Lambda does: the same name,
 * by which the state machine goes, the same words without credentials, and nothing else.
 */
export function presentable(thrown: unknown): Error {
  const known = thrown instanceof Error ? thrown : new Error(String(thrown));
  const clean = new Error(withoutCredentials(known.message));
  clean.name = known.name;
  clean.stack = withoutCredentials(known.stack ?? "");
  return clean;
}
