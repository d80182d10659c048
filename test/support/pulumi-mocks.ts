import * as pulumi from "@pulumi/pulumi";

/**
 * Runs components without an engine and records what they register. It knows nothing of parents, dependencies or
 * duplicate names: the offline engine (`test/support/engine/`) shows those.
 */

/** One resource or component that a program registered. */
export interface Registration {
  /** For example `aws:s3/bucket:Bucket` or `spanishgas:index:DataLake`. */
  readonly type: string;
  readonly name: string;
  /** What was asked for. Secrets are unwrapped; a value that is not known yet is the text `UNKNOWN`. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Stands in a preview's inputs for what only the cloud can tell. */
export const UNKNOWN = "<unknown>";

/** How the made-up cloud answers. */
export interface MockOptions {
  /**
   * Ids and computed outputs are unknown, as in `pulumi preview`. What is created inside `apply` is then missing.
   * @default false
   */
  readonly preview?: boolean;
  /** Answers to calls by token, for example `aws:index/getPartition:getPartition`. A token that is not named is an error. */
  readonly calls?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Outputs that matter to the test, added to the resource's inputs and a made-up `arn`. */
  readonly outputs?: (resource: Registration) => Readonly<Record<string, unknown>>;
}

/** What a program registered, in the order of registration. */
export class Recorded {
  readonly all: readonly Registration[];

  constructor(all: readonly Registration[]) {
    this.all = all;
  }

  /** All resources of a type. */
  ofType(type: string): readonly Registration[] {
    return this.all.filter((resource) => resource.type === type);
  }

  /**
   * The one resource of a type (and a name).
   * @throws Error that lists what there is, when there is none or more than one
   */
  only(type: string, name?: string): Registration {
    const found = this.ofType(type).filter((resource) => name === undefined || resource.name === name);
    const [first] = found;
    if (first !== undefined && found.length === 1) return first;
    const there = this.all.map((resource) => `  ${resource.type} ${resource.name}`).join("\n");
    throw new Error(`${found.length} resources are ${type} ${name ?? ""}. Registered were:\n${there}`);
  }

  /** Types and names as lines, sorted: what a test of "nothing is created inside apply" compares. */
  lines(): string[] {
    return this.all.map(({ type, name }) => `${type} ${name}`).sort();
  }
}

/** Marks a value as a secret on the wire. */
const SECRET_KEY = "4dabf18193072939515e22adb298388d";

const SERVICE_OF_TYPE = /^[^:]*:([^/:]*)/;

/** A made-up ARN with the service of the resource's type. */
function madeUpArn(type: string, name: string): string {
  const service = SERVICE_OF_TYPE.exec(type)?.[1] ?? "service";
  return `arn:aws:${service}:eu-west-1:000000000000:${name}`;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The SDK wraps secrets and unknown values in objects of its own. */
function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (!isObject(value)) return value;
  if (value["__pulumiUnknown"] === true) return UNKNOWN;
  if (SECRET_KEY in value) return readable(value["value"]);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, readable(item)]));
}

/**
 * Runs `build` against a made-up cloud, waits until everything is registered, and returns the record.
 *
 * @example
 * const recorded = await record(() => { new DataLake("lake", { stack }); });
 * expect(recorded.only("aws:s3/bucket:Bucket").inputs).toMatchObject({ bucket: "spanishgas-data-dev" });
 *
 * @throws what `build` throws, and an error for a call whose token `options.calls` does not answer
 */
export async function record(
  build: () => void | Promise<void>,
  options: MockOptions = {},
): Promise<Recorded> {
  const all: Registration[] = [];
  const preview = options.preview ?? false;
  const unanswered: string[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        const plain = readable(inputs);
        const resource: Registration = { type, name, inputs: isObject(plain) ? plain : {} };
        all.push(resource);
        if (preview) return { id: undefined, state: inputs };
        const extra = options.outputs?.(resource) ?? {};
        return { id: `${name}-id`, state: { arn: madeUpArn(type, name), name, ...inputs, ...extra } };
      },
      call: ({ token }) => {
        const answer = options.calls?.[token];
        if (answer !== undefined) return answer;
        // Thrown below: an error thrown here would surface as an unhandled rejection, without the token.
        unanswered.push(token);
        return {};
      },
    },
    "spanishgas",
    "dev",
    preview,
  );
  try {
    await build();
  } finally {
    // Also when it throws: what it has begun would otherwise reach the next test's cloud.
    await pulumi.runtime.disconnect();
  }
  if (unanswered.length > 0) {
    throw new Error(`The test answers no call of ${unanswered.join(", ")}: add it to \`calls\`.`);
  }
  return new Recorded(all);
}

/** The value of an output, for assertions inside `record`'s function. */
export function settled<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => {
    output.apply(resolve);
  });
}
