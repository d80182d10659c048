import { takePending } from "../support/ledger.ts";
import { nameOf, stackRule } from "../support/rule.ts";

/**
 * Says what this preview could not judge, so that its silence is not taken for a pass. Such values are known when the
 * update comes to the resource, and are judged then, before it is created. Must be the pack's last rule.
 */
export const judgedAtUpdate = stackRule(
  {
    name: "judged-at-update",
    description:
      "A preview cannot know what only the cloud can tell, an ARN for example, nor a document that holds one.",
    severity: "low",
    level: "advisory",
  },
  (_, { report, stack }) => {
    const pending = takePending(stack);
    if (pending.length === 0) return;
    const waiting = Map.groupBy(pending, ({ path, rules }) => `${path} (${rules.join(", ")})`);
    const lines = [...waiting].map(
      ([what, where]) => `\n  ${what}: ${where.map(({ urn }) => nameOf(urn)).join(", ")}`,
    );
    report("", `Known only at the update, and judged then:${lines.join("")}`);
  },
);
