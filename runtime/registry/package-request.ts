import type { CreateModelPackageCommandInput } from "@aws-sdk/client-sagemaker";
import { MODEL_ARCHIVE } from "../../configs/artifact.ts";
import { places } from "../../configs/pipeline.ts";
import { contentTypes, packagedEnvironment, servingInstanceTypes } from "../../configs/serving.ts";
import { sha256 } from "../digest.ts";
import { jsonText } from "../json.ts";
import type { Decision, Registration } from "./registry.ts";

/** How a registration looks as a model package of SageMaker. */

/** Where models are registered, and what they run in. */
export interface PackageGroup {
  readonly groupName: string;
  /** Name of the parameter that holds the champion's version. */
  readonly championParameter: string;
  /** The image that scores, `repository@sha256:…`. */
  readonly image: string;
  /** The lake's address, `s3://…`. */
  readonly lake: string;
  /** The state machine whose executions make the models. */
  readonly stateMachineArn: string;
}

/** Lengths that SageMaker allows. */
const limits = { description: 1024, metadataValue: 256, metadataEntries: 50, clientToken: 36 } as const;

/**
 * What was shown of a version last, as metadata of its package. It is written in one request with the status: a status
 * that differs from it was set by somebody else.
 */
export const SHOWN_DECISION = "decision";
/** Metadata that holds the version. */
export const VERSION = "version";

/** What the image takes and gives, and on which machines: what a deployment may choose from. */
const serving = {
  SupportedContentTypes: [...contentTypes],
  SupportedResponseMIMETypes: [...contentTypes],
  SupportedRealtimeInferenceInstanceTypes: [...servingInstanceTypes],
  SupportedTransformInstanceTypes: [...servingInstanceTypes],
} satisfies Partial<CreateModelPackageCommandInput["InferenceSpecification"]>;

/**
 * The request that makes a version's package. There is neither SageMaker's model card, whose form is another than ours,
 * nor a report on bias or explainability: those are read as Clarify's, and ours (`card.json`) is not one.
 */
export function packageOf(registration: Registration, group: PackageGroup): CreateModelPackageCommandInput {
  const { version, run, decision } = registration;
  const { groupName, image, lake, stateMachineArn } = group;
  const input: CreateModelPackageCommandInput = {
    ModelPackageGroupName: groupName,
    ModelPackageDescription: descriptionOf(registration),
    ModelApprovalStatus: statusOf(decision),
    Domain: "MACHINE_LEARNING",
    Task: "CLASSIFICATION",
    InferenceSpecification: {
      ...serving,
      Containers: [
        {
          Image: image,
          // An archive: no batch transform starts on a folder of files, and endpoints start on both.
          ModelDataUrl: `${addressOf(lake, "candidate", version)}${MODEL_ARCHIVE}`,
          Environment: { ...packagedEnvironment },
        },
      ],
    },
    ModelMetrics: {
      ModelQuality: {
        Statistics: {
          ContentType: "application/json",
          S3Uri: `${addressOf(lake, "evaluation", version)}evaluation.json`,
        },
      },
    },
    // SageMaker's lineage leads from here to the execution that trained the model.
    MetadataProperties: {
      GeneratedBy: `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${run}`,
    },
    CustomerMetadataProperties: metadataOf(registration, lake),
  };
  // The same request gives the same package, and never another request's: a service may refuse a token that comes back
  // with other words.
  return { ...input, ClientToken: sha256(jsonText(input)).slice(0, limits.clientToken) };
}

/** The first words of a package's description, by which it is found in its group. They never change. */
export function firstWordsOf(version: string): string {
  return `Churn model ${version},`;
}

function descriptionOf({ version, experiment, reasons }: Registration): string {
  return plainText(
    `${firstWordsOf(version)} experiment ${experiment}. ${reasons.join(" ")}`,
    limits.description,
  );
}

/** Where the model comes from, how it was judged, and its figures: what people filter by in the console. */
export function metadataOf(registration: Registration, lake: string): Record<string, string> {
  const { version, run, delivery, decision, reasons, experiment, asOf, labels, metrics } = registration;
  const facts = {
    [VERSION]: version,
    run_id: run,
    delivery_id: delivery,
    experiment,
    as_of: asOf,
    labels,
    [SHOWN_DECISION]: decision,
    reasons: reasons.join(" "),
    model_card: `${addressOf(lake, "evaluation", version)}card.json`,
  };
  return Object.fromEntries(
    [...Object.entries(facts), ...Object.entries(metrics)]
      .map(([name, value]) => [name, metadataValue(String(value ?? ""))] as const)
      .filter(([, value]) => value !== "")
      .slice(0, limits.metadataEntries),
  );
}

/** Why a version has its status, as the console shows it: the last reason first, which decided. */
export function approvalDescription(reasons: readonly string[]): string {
  return plainText(reasons.toReversed().join(" "), limits.description);
}

/** SageMaker's word for a decision. */
export function statusOf(decision: Decision): "Approved" | "Rejected" {
  switch (decision) {
    case "approved":
      return "Approved";
    case "rejected":
      return "Rejected";
  }
}

function addressOf(lake: string, place: "candidate" | "evaluation", version: string): string {
  return `${lake}/${places[place].replace("<run>", version)}`;
}

/** Letters, marks, signs, digits and spaces are allowed; ends of lines are not. */
function plainText(text: string, characters: number): string {
  return cut(text, characters).replaceAll(/[^\p{L}\p{M}\p{Z}\p{S}\p{N}\p{P}]/gu, " ");
}

/** Of signs, metadata may hold these alone: no comma, no bracket, no quote. */
function metadataValue(text: string): string {
  return cut(text.replaceAll(/[^\p{L}\p{Z}\p{N}_.:/=+\-@]+/gu, " "), limits.metadataValue).trim();
}

/** A character of two units is not cut through. */
function cut(text: string, characters: number): string {
  const kept = text.slice(0, characters);
  return kept.isWellFormed() ? kept : kept.slice(0, -1).toWellFormed();
}
