import { DEFAULT_SCORER, experimentWithoutSentiment, NO_SCORER } from "../../configs/sentiment.ts";
import type { RunRequest } from "../manifest/manifest.ts";
import { type AskedModel, allRegistrations, type Champion, type Registry } from "../registry/registry.ts";

/** Whether a delivery's labels have been trained on already: `auto` then only scores. */

/** What a request asks a training for, as its model's registration keeps it. */
export function askedModel({ experiment, sentiment = DEFAULT_SCORER }: RunRequest): AskedModel {
  return { experiment, sentiment };
}

/**
 * Was the champion trained on these labels, or another model that the same was asked for? One that the gate refused or
 * that a person has rolled back would only come back in another training on them.
 */
export async function knowsLabels(
  registry: Pick<Registry, "list">,
  {
    labels,
    champion,
    asked,
  }: { readonly labels: string; readonly champion: Champion; readonly asked: AskedModel },
): Promise<boolean> {
  const models = await allRegistrations(registry);
  return models.some(
    (model) =>
      model.labels === labels &&
      (model.version === champion.version ||
        (model.asked === undefined ? model.experiment === candidateOf(asked) : isSame(model.asked, asked))),
  );
}

function isSame(one: AskedModel, other: AskedModel): boolean {
  return one.sentiment === other.sentiment && candidateOf(one) === candidateOf(other);
}

/** The experiment that is trained at first; what is registered may be another, as the leaderboard or the tones decide. */
function candidateOf({ experiment, sentiment }: AskedModel): string {
  return sentiment === NO_SCORER ? experimentWithoutSentiment(experiment) : experiment;
}
