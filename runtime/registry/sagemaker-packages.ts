import {
  CreateModelPackageCommand,
  type CreateModelPackageCommandInput,
  SageMakerClient,
  UpdateModelPackageCommand,
} from "@aws-sdk/client-sagemaker";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { ModelVersion } from "../../configs/names.ts";
import { places } from "../../configs/pipeline.ts";
import type { Decision, Registration } from "./registry.ts";

/** Where models are registered, and what they run in. */
export interface PackageGroup {
  readonly groupName: string;
  /** Name of the parameter that holds the champion's version. */
  readonly championParameter: string;
  /** The image that scores, `repository@sha256:…`. */
  readonly image: string;
  /** The lake's address, `s3://…`. */
  readonly lake: string;
}

/** Lengths that SageMaker allows. */
const limits = { description: 1024, metadataValue: 256, metadataEntries: 50, clientToken: 36 } as const;

/** What the image takes and gives, and on which machines: what a deployment may choose from. */
const serving = {
  SupportedContentTypes: ["text/csv", "application/jsonlines"],
  SupportedResponseMIMETypes: ["application/jsonlines"],
  SupportedRealtimeInferenceInstanceTypes: ["ml.m5.large", "ml.m5.xlarge"],
  SupportedTransformInstanceTypes: ["ml.m5.large", "ml.m5.xlarge"],
} satisfies Partial<CreateModelPackageCommandInput["InferenceSpecification"]>;

/** Model packages of SageMaker, and the parameter that names the champion: what other systems of the account see. */
export interface ModelPackages {
  /**
   * Adds a version with its data, image, figures and decision. Repeating it gives the same package.
   * @returns the package's ARN
   */
  create(registration: Registration): Promise<string>;
  /** Notes another decision on a package. */
  decide(packageArn: string, decision: Decision, reasons: readonly string[]): Promise<void>;
  /** Names the version that scores. */
  nameChampion(version: ModelVersion): Promise<void>;
}

/** The clients that do the work. */
export interface PackageClients {
  readonly sagemaker: SageMakerClient;
  readonly ssm: SSMClient;
}

/** Packages in a group of SageMaker's model registry. */
export class SageMakerPackages implements ModelPackages {
  readonly #group: PackageGroup;
  readonly #clients: PackageClients;

  constructor(group: PackageGroup, clients?: PackageClients) {
    this.#group = group;
    this.#clients = clients ?? { sagemaker: new SageMakerClient(), ssm: new SSMClient() };
  }

  async create(registration: Registration): Promise<string> {
    const command = new CreateModelPackageCommand(packageOf(registration, this.#group));
    const { ModelPackageArn } = await this.#clients.sagemaker.send(command);
    if (ModelPackageArn === undefined) throw new Error("SageMaker made a model package without an ARN.");
    return ModelPackageArn;
  }

  async decide(packageArn: string, decision: Decision, reasons: readonly string[]): Promise<void> {
    await this.#clients.sagemaker.send(
      new UpdateModelPackageCommand({
        ModelPackageArn: packageArn,
        ModelApprovalStatus: approvalOf(decision),
        ApprovalDescription: short(reasons.join(" "), limits.description),
      }),
    );
  }

  async nameChampion(version: ModelVersion): Promise<void> {
    await this.#clients.ssm.send(
      new PutParameterCommand({
        Name: this.#group.championParameter,
        Value: version,
        Type: "String",
        Overwrite: true,
      }),
    );
  }
}

function packageOf(registration: Registration, { groupName, image, lake }: PackageGroup) {
  const { version, decision, reasons } = registration;
  const at = (place: "candidate" | "evaluation") => `${lake}/${places[place].replace("<run>", version)}`;
  const input: CreateModelPackageCommandInput = {
    ModelPackageGroupName: groupName,
    // The same token gives the same package: a repeated request adds no second one.
    ClientToken: short(version, limits.clientToken),
    ModelPackageDescription: short(
      `Churn model ${version}, experiment ${registration.experiment}. ${reasons.join(" ")}`,
      limits.description,
    ),
    ModelApprovalStatus: approvalOf(decision),
    InferenceSpecification: {
      ...serving,
      Containers: [
        {
          Image: image,
          // The files as they lie in the lake: nothing is packed, so that nothing can differ from what scores here.
          ModelDataSource: {
            S3DataSource: { S3Uri: at("candidate"), S3DataType: "S3Prefix", CompressionType: "None" },
          },
        },
      ],
    },
    ModelMetrics: {
      ModelQuality: {
        Statistics: { ContentType: "application/json", S3Uri: `${at("evaluation")}evaluation.json` },
      },
    },
    CustomerMetadataProperties: metadataOf(registration),
  };
  return input;
}

/** Where the model comes from, and its figures: what people filter by in the console. */
function metadataOf(registration: Registration): Record<string, string> {
  const { version, run, delivery, experiment, asOf, labels, metrics } = registration;
  const facts = { version, run_id: run, delivery_id: delivery, experiment, as_of: asOf, labels };
  const entries = [...Object.entries(facts), ...Object.entries(metrics)]
    .filter(([, value]) => value !== null)
    .slice(0, limits.metadataEntries);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, short(String(value), limits.metadataValue)]),
  );
}

function approvalOf(decision: Decision): "Approved" | "Rejected" {
  switch (decision) {
    case "approved":
      return "Approved";
    case "rejected":
      return "Rejected";
  }
}

function short(text: string, characters: number): string {
  return text.slice(0, characters);
}
