/**
 * Variables of the environment that a program cannot do without.
 *
 * @example const variable = variables(["BUCKET", "MANIFEST_TABLE"]); variable("BUCKET");
 * @throws Error that names every variable that is missing or empty
 */
export function variables<Name extends string>(
  names: readonly Name[],
  environment: NodeJS.ProcessEnv = process.env,
): Variables<Name> {
  const values = new Map<string, string>();
  for (const name of names) {
    const value = environment[name];
    if (value !== undefined && value !== "") values.set(name, value);
  }
  const missing = names.filter((name) => !values.has(name));
  if (missing.length > 0)
    throw new Error(
      `Missing in the environment: ${missing.join(", ")}. Whoever starts this program sets them.`,
    );
  return (name) => values.get(name) ?? "";
}

/** Gives the value of a variable that is known to be there. */
export type Variables<Name extends string> = (name: Name) => string;
