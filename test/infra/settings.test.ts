import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { componentFaults } from "../../infra/settings/check.ts";
import { readSettings } from "../../infra/settings/read.ts";
import { lakeOf, stackOf } from "../../infra/settings/stack.ts";
import { environments } from "../../infra/stack.ts";
import { type Configuration, wrongSettings } from "./settings-cases.ts";

/** Settings as Pulumi hands them over: texts, structures as JSON. */
const handedOver = (settings: Configuration) =>
  Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [
      `spanishgas:${key}`,
      typeof value === "object" ? JSON.stringify(value) : String(value),
    ]),
  );

const minimal = { accountId: "000000000001", monthlyBudgetUsd: 200 };
const read = (settings: Configuration, stack = "dev") =>
  readSettings(stack, handedOver({ ...minimal, ...settings }), componentFaults);

/** The message that a user gets. */
function messageOf(settings: Configuration, stack?: string): string {
  try {
    read(settings, stack);
  } catch (thrown) {
    if (thrown instanceof Error) return thrown.message;
  }
  throw new Error("The settings were accepted.");
}

const fileSchema = z.object({ config: z.record(z.string(), z.unknown()) });
function stackFile(stack: string): Configuration {
  const text = readFileSync(join(import.meta.dirname, "..", "..", `Pulumi.${stack}.yaml`), "utf8");
  const { config } = fileSchema.parse(parse(text));
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.replace("spanishgas:", ""), value]),
  );
}

describe("right settings", () => {
  test("account and budget are enough: everything else has a default that is closed to the world", () => {
    const settings = read({});
    expect(settings.region).toBe("eu-south-2");
    expect(settings.dashboard.access).toEqual({ internal: true });
    expect(settings.github).toBeUndefined();
    expect(settings.images.runtime).toEqual({ build: true });
  });

  test.each(environments)("the file of %s is free of faults", (stack) => {
    const settings = readSettings(stack, handedOver(stackFile(stack)), componentFaults);
    expect(settings.environment).toBe(stack);
    expect(stackOf(settings)).toMatchObject({ prefix: `spanishgas-${stack}`, protect: stack === "prod" });
  });

  test("a lake forgets in time what was summed before the bronze step, where something is", () => {
    const sizes = { bronze: { instanceType: "ml.m5.xlarge", instances: 4 } };
    expect(lakeOf(read({}))).not.toHaveProperty("consumptionDays");
    expect(lakeOf(read({ scale: { hourlyScan: "athena" } }))).toMatchObject({ consumptionDays: 30 });
    expect(lakeOf(read({ pipeline: { sizes } }))).toMatchObject({ consumptionDays: 30 });
  });

  test.each(environments)("the file of %s names nobody's account, address or repository", (stack) => {
    const text = JSON.stringify(stackFile(stack));
    expect([...text.matchAll(/\d{12}/g)].every(([digits]) => /^0{11}[123]$|^[012]{12}$/.test(digits))).toBe(
      true,
    );
    expect(
      [...text.matchAll(/[\w.-]+@[\w.-]+\.\w+/g)].every(([address]) => address.endsWith("@example.com")),
    ).toBe(true);
  });

  test("accounts may come as numbers: so `pulumi config set --path` writes them into a list", () => {
    const settings = read({ modelReaders: [111111111111], images: { pullAccounts: [222222222222] } });
    expect(settings.modelReaders).toEqual(["111111111111"]);
    expect(settings.images.pullAccounts).toEqual(["222222222222"]);
  });

  test("numbers come as texts, and settings of other programs are left alone", () => {
    const config = { ...handedOver({ ...minimal, logRetentionDays: 60 }), "aws:region": "us-east-1" };
    expect(readSettings("dev", config).logRetentionDays).toBe(60);
  });
});

describe("wrong settings", () => {
  test.each(wrongSettings)("%s", (_, settings, parts) => {
    const message = messageOf(settings);
    for (const part of parts) expect(message).toContain(part);
    expect(message).toContain("Pulumi.dev.yaml");
    expect(message).not.toMatch(/^\s+at /m);
  });

  test("a stack that is none of the three", () => {
    expect(messageOf({}, "qa")).toContain('"qa" is none of dev, staging, prod');
  });

  test("all faults of a file are told at once, each in a line", () => {
    const message = messageOf({
      accountId: "1",
      region: "mars",
      network: { create: { zones: 9 } },
      dashboard: { access: { cidrs: [], internal: true, certificateArn: "x" } },
    });
    expect(message).toMatch(/^4 settings are wrong/);
    for (const path of ["accountId", "region", "network.create.zones", "dashboard.access"])
      expect(message).toContain(`\n  spanishgas:${path}: `);
  });

  test("faults of shape do not hide what the components have to say", () => {
    const message = messageOf({
      region: "mars",
      colour: "red",
      network: { create: { cidr: "8.8.0.0/16", zonez: 2 } },
      dashboard: { cpu: "many", access: { cidrs: ["0.0.0.0/0"], certificateArn: "x" } },
      dataLake: { bucketName: "my.data" },
      images: { pullAccounts: ["000000000001"] },
    });
    for (const path of [
      "region",
      "colour",
      "network.create.zonez",
      "network.create.cidr",
      "dashboard.cpu",
      "dashboard.access.cidrs[0]",
      "dataLake.bucketName",
      "images.pullAccounts[0]",
    ])
      expect(message).toContain(`\n  spanishgas:${path}: `);
  });

  test("nothing is said of what stands in for a wrong setting, nor twice of the same", () => {
    const digest = `@sha256:${"1".repeat(64)}`;
    const message = messageOf({
      accountId: "1",
      region: "mars",
      network: { create: { cidr: 7 } },
      images: {
        runtime: `000000000000.dkr.ecr.mars-1.amazonaws.com/a${digest}`,
        pullAccounts: ["000000000000"],
      },
    });
    expect(
      message
        .split("\n")
        .slice(1)
        .map((line) => line.trim().split(":")[1]),
    ).toEqual(["accountId", "region", "network.create.cidr"]);
  });

  test("a stack of an unknown name does not hide the file's faults", () => {
    expect(messageOf({ dataLake: { bucketName: "my.data" } }, "qa")).toMatch(/^2 settings are wrong/);
  });

  test("faults of several components are told at once, too", () => {
    const message = messageOf({
      network: { create: { cidr: "8.8.0.0/16" } },
      dashboard: { cpu: 3 },
      pipeline: {
        sizes: { bronze: { instanceType: "ml.huge" }, score: { instanceType: "ml.m5.xlarge", volumeGb: 1 } },
      },
      images: { runtime: "x" },
    });
    expect(message).toMatch(/^5 settings are wrong/);
  });

  test("whatever stands in the file, the answer is settings or a message, never a crash", () => {
    const anything = fc.dictionary(
      fc.constantFrom(
        "accountId",
        "region",
        "network",
        "dashboard",
        "images",
        "alerts",
        "pipeline",
        "github",
        "x",
      ),
      fc.jsonValue({ maxDepth: 3 }),
    );
    fc.assert(
      fc.property(anything, (settings) => {
        try {
          read(settings);
        } catch (thrown) {
          expect(thrown).toHaveProperty("__pulumiRunError", true);
        }
      }),
    );
  });
});
