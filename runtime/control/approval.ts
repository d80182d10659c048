import { z } from "zod";
import { deliveryId, runId } from "../../configs/names.ts";
import { messageOf } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Finding } from "../pipeline/alert-text.ts";
import { type AlertParts, enterAlert, tellOf } from "../pipeline/alerts.ts";
import type { Registration } from "../registry/registry.ts";
import type { Followed, SageMakerRegistry } from "../registry/sagemaker-registry.ts";

/**
 * Decisions that people take in SageMaker's console. EventBridge tells of every change of a package, of our own ones too,
 * possibly more than once and in another order: an event is a hint to look, and what is looked at is the package.
 */

const changeSchema = z.object({
  source: z.literal("aws.sagemaker"),
  "detail-type": z.literal("SageMaker Model Package State Change"),
  detail: z.object({ ModelPackageArn: z.string() }),
});

/** The ARN of the package that an event tells of; undefined for any other event. */
export function changedPackage(event: unknown): string | undefined {
  return changeSchema.safeParse(event).data?.detail.ModelPackageArn;
}

/** What following decisions takes. */
export interface ApprovalParts {
  readonly registry: SageMakerRegistry;
  readonly alerts: AlertParts;
  readonly log: Log;
}

/**
 * Looks at a package that was changed, and follows what a person decided there.
 * @throws what the registry throws: EventBridge's event is taken up again
 */
export async function followPackage(parts: ApprovalParts, arn: string): Promise<void> {
  const ours = await parts.registry.follow(arn, (followed) => tell(parts, followed));
  if (!ours) parts.log.error("A package that is none of ours was changed", { package: arn });
}

/**
 * Shows in SageMaker what an interrupted change has not shown, and follows decisions whose events were lost. A run goes
 * on without it: its scores depend on the lake alone.
 */
export async function repairRegistry(parts: ApprovalParts): Promise<void> {
  try {
    await parts.registry.repair((followed) => tell(parts, followed));
  } catch (thrown) {
    parts.log.error("The registry in SageMaker was not repaired", { reason: messageOf(thrown) });
  }
}

/**
 * A failing publisher is no reason to take the decision up again: the alert lies in the lake, and the next run tells.
 * @throws what the lake throws: without the alert in it the decision is followed, and told, again
 */
async function tell({ registry, alerts, log }: ApprovalParts, followed: Followed): Promise<void> {
  const { version, decision, outcome } = followed;
  log.info("A person's decision", { model: version, decision, outcome });
  const finding = findingOf(followed, await registry.get(version));
  if (finding === undefined) return;
  const key = await enterAlert(alerts, finding);
  try {
    await tellOf(alerts, key);
  } catch (thrown) {
    log.error("A decision's alert was not published", { model: version, reason: messageOf(thrown) });
  }
}

/** What people should know of a decision; undefined where it was followed and changed no champion. */
function findingOf(followed: Followed, registration: Registration | undefined): Finding | undefined {
  const { version, decision, at, by, outcome } = followed;
  const [, delivery = "", attempt = ""] = /^(.*)-(\d+)$/.exec(version) ?? [];
  const run = {
    id: runId(version),
    delivery: registration?.delivery ?? deliveryId(delivery),
    attempt: Number(attempt),
  };
  const said = `Model ${version} was ${decision} in SageMaker's console${by === undefined ? "" : ` by ${by}`}`;
  switch (outcome) {
    case "refused":
      return {
        kind: "decision-refused",
        run,
        message: `${said}, and the decision could not be followed. ${followed.why}`,
        about: [version, decision, at],
        occasion: at,
      };
    case "followed": {
      const { before, now } = followed;
      if (before === now) return undefined;
      return {
        kind: "champion-changed",
        run,
        message: `${said}. ${championNow(before, now)}`,
        about: [version, decision, at],
        occasion: at,
      };
    }
  }
}

function championNow(before: string | undefined, now: string | undefined): string {
  const place = before === undefined ? "There was none before." : `Before, it was ${before}.`;
  return now === undefined
    ? `There is no champion any more, since no approved one came before it: the next run trains one. ${place}`
    : `The champion is now ${now}; the next run scores with it. ${place}`;
}
