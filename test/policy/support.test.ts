import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { isEverything } from "../../policy/rules/no-wildcard-resources.ts";
import { actionMatches } from "../../policy/support/iam-document.ts";
import { isWorld } from "../../policy/support/networks.ts";
import { Reading } from "../../policy/support/reading.ts";

/** Properties as Pulumi hands them to rules: what is unknown throws when it is read. */
const throwing = {
  name: "known",
  empty: "",
  get arn(): string {
    throw new Error("can't be known during preview");
  },
  list: [{ value: 1 }, { value: 2 }],
  document: '{"Statement":[{"Effect":"Allow"}]}',
  broken: "{",
};

function heard() {
  const unknown: string[] = [];
  const unreadable: string[] = [];
  const listener = {
    unknown: (path: string) => unknown.push(path),
    unreadable: (path: string, problem: string) => unreadable.push(`${path} ${problem}`),
  };
  return { unknown, unreadable, properties: Reading.of(throwing, listener) };
}

describe("reading properties", () => {
  test("what is known, absent and unknown are three things", () => {
    const { properties, unknown } = heard();
    const states = (["name", "empty", "arn"] as const).map((key) => {
      const reading = properties.get(key);
      return [reading.is((text) => text === "known"), reading.isNot((text) => text === "known")];
    });
    expect(states).toEqual([
      [true, false],
      [false, true],
      [false, false],
    ]);
    expect(unknown).toEqual(["arn"]);
  });

  test("reading on from what is unknown is unknown, and told once", () => {
    const { properties, unknown } = heard();
    expect(properties.get("arn").get("length").isUnknown).toBe(true);
    expect(unknown).toEqual(["arn"]);
  });

  test("whether something is given can be asked without a word", () => {
    const { properties, unknown } = heard();
    expect([properties.has("arn"), properties.has("empty"), properties.has("name")]).toEqual([
      true,
      false,
      true,
    ]);
    expect(unknown).toEqual([]);
  });

  test("paths lead to the item of a document", () => {
    const { properties } = heard();
    const schema = z.object({ Statement: z.array(z.object({ Effect: z.string() })) });
    const [effect] = properties.get("document").json(schema).get("Statement").items();
    expect(effect?.get("Effect").path).toBe("document.Statement[0].Effect");
    expect(properties.get("list").items()[1]?.get("value").path).toBe("list[1].value");
  });

  test("a document that cannot be read is told, and judged neither way", () => {
    const { properties, unreadable } = heard();
    const document = properties.get("broken").json(z.string());
    expect([document.is(() => true), document.isNot(() => true)]).toEqual([false, false]);
    expect(unreadable).toEqual(["broken is not JSON"]);
  });
});

describe("networks", () => {
  test("a block of more than a 256th of all addresses is the world, wherever it begins", () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 0, max: 7 }), (address, bits) =>
        isWorld(`${address}/${bits}`),
      ),
    );
  });

  test("a block of a company's size never is", () => {
    fc.assert(
      fc.property(
        fc.ipV4(),
        fc.integer({ min: 9, max: 32 }),
        (address, bits) => !isWorld(`${address}/${bits}`),
      ),
    );
  });

  test.each([
    ["::/0", true],
    ["2000::/3", true],
    ["2001:db8::/32", false],
    ["fd00::/8", false],
    ["10.0.0.0/8", false],
    ["11.0.0.0/8", true],
    ["203.0.113.7", false],
  ])("%s: %s", (block, world) => expect(isWorld(block)).toBe(world));
});

describe("IAM's patterns", () => {
  test.each([
    ["iam:PassRole", true],
    ["iam:passrole", true],
    ["iam:*", true],
    ["*", true],
    ["iam:Pass????", true],
    ["iam:GetRole", false],
    ["xiam:PassRole", false],
  ])("%s covers iam:PassRole: %s", (pattern, covers) =>
    expect(actionMatches(pattern, "iam:PassRole")).toBe(covers),
  );

  test.each([
    ["*", true],
    ["arn:aws:logs:*:*:*", true],
    ["arn:aws:s3:::*", true],
    ["arn:aws:s3:::*/*", true],
    ["arn:aws:s3:::data/*", false],
    ["arn:aws:states:eu-south-2:000000000000:stateMachine:spanishgas-*", false],
  ])("%s is everything: %s", (resource, everything) => expect(isEverything(resource)).toBe(everything));
});
