import { DataLake, type DataLakeArgs } from "../../infra/data-lake.ts";
import { Role } from "../../infra/iam/role.ts";
import type { Stack } from "../../infra/stack.ts";
import { record } from "./pulumi-mocks.ts";
import { ACCOUNT, dev as stack } from "./stacks.ts";

/** A lake and a role of the dev stack, for the tests of both sides of a grant. */

export const BUCKET = "arn:aws:s3:::spanishgas-data-dev";
export const KEY = `arn:aws:kms:eu-south-2:${ACCOUNT}:key/lake`;
export const OTHER_KEY = `arn:aws:kms:eu-south-2:${ACCOUNT}:key/other`;

/** What a test says of the lake; the rest is a dev stack. */
export type Given = Omit<DataLakeArgs, "stack"> & { readonly stack?: Stack };

/** Registers the lake, the role, and what `grant` adds. */
export function recordLake(args: Given = {}, grant: (lake: DataLake, role: Role) => void = () => undefined) {
  return record(
    () => {
      const lake = new DataLake("lake", { stack, ...args });
      const role = new Role("reader", {
        stack,
        purpose: "reader",
        description: "Reads",
        service: "sagemaker.amazonaws.com",
      });
      grant(lake, role);
    },
    {
      outputs: ({ type, inputs }) => {
        if (type === "aws:s3/bucket:Bucket") return { arn: `arn:aws:s3:::${inputs["bucket"]}` };
        return type === "aws:kms/key:Key" ? { arn: KEY, keyId: "lake" } : {};
      },
    },
  );
}
