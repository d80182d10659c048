import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonLog } from "../../runtime/log.ts";
import { presentable, withoutCredentials, withoutValues } from "../../runtime/redact.ts";

/** Words of the SDK and of libraries as they were seen; keys are made up. */
/** Put together here, so that nothing in the repository looks like a real one. */
const KEY = ["AKIA", "ABCDEFGHIJKLMNOP"].join("");
const SESSION_KEY = KEY.replace("AKIA", "ASIA");
const quoting = [
  `GET https://s3.amazonaws.com/b/k?X-Amz-Credential=${KEY}%2F20250101&X-Amz-Signature=SECRET&x-id=GetObject failed`,
  `Authorization: AWS4-HMAC-SHA256 Credential=${KEY}/20250101/eu-west-1/s3/aws4_request, Signature=SECRET`,
  "The Canonical String should have been 'POST\n/\nhost:x\nx-amz-security-token:SECRET\n'",
  `{"AccessKeyId":"${SESSION_KEY}","SecretAccessKey":"SECRET","SessionToken":"SECRET"}`,
  "proxy http://user:SECRET@127.0.0.1:8080 refused the connection",
  "Bearer SECRET was refused",
];

test.each(quoting)("credentials are cut out of: %s", (words) => {
  const lines: string[] = [];
  jsonLog({}, (line) => lines.push(line)).error("Failed", { reason: words });
  for (const text of [withoutCredentials(words), presentable(new Error(words)).message, ...lines])
    expect(text).not.toMatch(/SECRET|AKIA|ASIA/);
});

test("an error for the function's service keeps its name and its words, and no field of the SDK", () => {
  const thrown = Object.assign(new Error("The bucket is not there."), {
    name: "NoSuchBucket",
    StringToSign: "SECRET",
  });
  const clean = presentable(thrown);
  expect([clean.name, clean.message]).toEqual(["NoSuchBucket", "The bucket is not there."]);
  expect(JSON.stringify({ ...clean, stack: clean.stack })).not.toContain("SECRET");
});

test("of a library's fault no value stays, on no line", () => {
  const said = "Conversion Error: Could not convert string 'C00001' to INT32\nLINE 1: SELECT 'C00001'";
  expect(withoutValues(said)).toBe('Conversion Error: Could not convert string "…" to INT32');
  fc.assert(
    fc.property(
      fc.string().filter((value) => !/['"`\r\n]/.test(value) && value.length > 3),
      (value) => {
        for (const quote of ['"', "'", "`"])
          expect(withoutValues(`it is ${quote}<${value}>${quote}; no`)).toBe('it is "…"; no');
      },
    ),
  );
});
