import { type Mode, type RecordedResource, type Recording, runProgram } from "../support/engine/index.ts";

/** Small programs for the tests of the offline engine. */

const IMPORTS = `
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
const provider = new aws.Provider("aws", {
  region: "eu-south-2",
  allowedAccountIds: ["111111111111"],
  defaultTags: { tags: { Environment: "dev" } },
});
`;

/** Runs a small program with an explicit provider in eu-south-2, account 111111111111. */
export const run = (code: string, mode: Mode = "preview", config: Readonly<Record<string, unknown>> = {}) =>
  runProgram({ stack: "dev", code: IMPORTS + code, mode, config });

/** The one resource of a type, or an error that says what the program said. */
export function only(recording: Recording, type: string): RecordedResource {
  const [found, ...more] = recording.resources.filter((resource) => resource.type === type);
  if (found === undefined || more.length > 0)
    throw new Error(`${recording.errors.join("\n")}: no single ${type}`);
  return found;
}

/** A component with a bucket, and a policy that needs the bucket's ARN. */
export const LAKE = `
class Lake extends pulumi.ComponentResource {
  constructor(name, opts) {
    super("spanishgas:index:Lake", name, {}, opts);
    const bucket = new aws.s3.Bucket(name, { bucket: "a-lake" }, { parent: this, protect: true });
    new aws.s3.BucketPolicy(name, {
      bucket: bucket.bucket,
      policy: pulumi.jsonStringify({ Version: "2012-10-17", Statement: [{ Effect: "Deny", Resource: bucket.arn }] }),
    }, { parent: this, ignoreChanges: ["bucket"], deleteBeforeReplace: false });
    this.arn = bucket.arn;
    this.registerOutputs({ arn: bucket.arn });
  }
}
const lake = new Lake("lake", { provider });
export const arn = lake.arn;
`;
