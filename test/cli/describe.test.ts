import { describe, expect, test } from "vitest";
import { contracts } from "../../configs/contracts.ts";
import { features } from "../../configs/features.ts";
import { describe as describeCommand } from "../../runtime/cli/describe.ts";
import { Terminal } from "../../runtime/cli/terminal.ts";

describe("describe", () => {
  /** The command itself without a process for each name. */
  async function described(name: string | undefined, json: boolean): Promise<string> {
    const lines: string[] = [];
    class Recorder extends Terminal {
      override line(text = ""): void {
        lines.push(text);
      }
    }
    const out = new Recorder(process.stdout);
    const signal = new AbortController().signal;
    expect(await describeCommand(name, { json }, { out, log: out, signal })).toBe(0);
    return lines.join("\n");
  }

  test("lists every table and every feature", async () => {
    const text = await described(undefined, false);
    for (const { name } of [...contracts, ...features]) expect(text).toContain(name);
  });

  test.each(contracts.map((contract) => [contract.name, contract] as const))(
    "table %s",
    async (name, contract) => {
      const text = await described(name, false);
      expect(text).toContain(contract.description);
      for (const column of contract.columns) expect(text).toContain(column.name);
      expect(JSON.parse(await described(name, true))).toMatchObject({ name, key: contract.key });
    },
  );

  test.each(features.map(({ name, tier }) => [name, tier] as const))("feature %s", async (name, tier) => {
    const text = await described(name, false);
    expect(text).toContain(`tier ${tier}`);
    expect(text).toMatch(/^ {2}Formula {7}\S/m);
    expect(JSON.parse(await described(name, true))).toMatchObject({ name, feature: { tier } });
  });
});
