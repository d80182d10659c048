import { resolve } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { functions } from "../../configs/functions.ts";
import { compile } from "../../infra/bundle.ts";

/** What Lambda gets to read before the trigger can answer. */

const MOST_BYTES = 2_000_000;
let code: string;

beforeAll(() => {
  code = compile(functions.trigger.entry, resolve(import.meta.dirname, "../.."));
});

describe("the trigger's bundle", () => {
  test("is smaller than 2 MB", () => {
    expect(Buffer.byteLength(code)).toBeLessThan(MOST_BYTES);
  });

  test.each([
    ["the engines of the data steps", /@duckdb|\bkoffi\b|hyparquet|aws-local-stepfunctions/],
    ["Pulumi", /pulumi/i],
    ["clients of services that it does not call", /@aws-sdk\/client-(sagemaker|sns|ssm)|CreateModelPackage/],
    ["the local manifest", /node:sqlite/],
  ])("holds nothing of %s", (_, pattern) => {
    expect(code).not.toMatch(pattern);
  });

  test("keeps the names of functions, so that a stack trace says where", () => {
    for (const name of [
      "lookAtUpload",
      "startRun",
      "joinRun",
      "tryClaim",
      "answerBatch",
      "unfinishedUploads",
    ])
      expect(code, name).toMatch(new RegExp(`(async )?function ${name}\\(`));
    for (const name of ["DynamoManifest", "ExecutionStarter", "UploadsQueue"])
      expect(code, name).toMatch(new RegExp(`class ${name}\\b|${name}=class\\b`));
  });
});
