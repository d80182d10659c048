import {
  CreateModelPackageCommand,
  DescribeModelPackageCommand,
  ListModelPackagesCommand,
  type ListModelPackagesCommandInput,
  type ModelPackageSummary,
  SageMakerClient,
  UpdateModelPackageCommand,
  type UserContext,
} from "@aws-sdk/client-sagemaker";
import { GetParameterCommand, ParameterNotFound, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { NO_CHAMPION } from "../../configs/execution.ts";
import { type ModelVersion, modelVersion } from "../../configs/names.ts";
import {
  approvalDescription,
  firstWordsOf,
  metadataOf,
  type PackageGroup,
  packageOf,
  SHOWN_DECISION,
  statusOf,
  VERSION,
} from "./package-request.ts";
import { type Decision, decisions, type Registration } from "./registry.ts";

/** A model package, as far as it matters here. */
export interface PackageState {
  readonly arn: string;
  /** The version that it says it is; undefined for a package that somebody else made. */
  readonly version: ModelVersion | undefined;
  /** What its status says; undefined while it waits for an approval. */
  readonly status: Decision | undefined;
  /** The decision that was shown here last. */
  readonly shown: Decision | undefined;
  /** What the person who set the status wrote. */
  readonly description: string;
  /** When it was changed last. ISO 8601, UTC. */
  readonly changedAt: string;
  /** Who changed it last, as the account calls them; undefined where SageMaker does not say. */
  readonly changedBy: string | undefined;
}

/** Model packages of SageMaker, and the parameter that names the champion: what other systems of the account see. */
export interface ModelPackages {
  /**
   * Adds a version with its data, image, figures and decision. A version that the group has already is found.
   * @returns the package's ARN
   */
  add(registration: Registration): Promise<string>;
  /** Undefined when there is no such package (any more). */
  describe(arn: string): Promise<PackageState | undefined>;
  /** Shows a version's decision on its package. */
  show(arn: string, registration: Registration): Promise<void>;
  /** Names the version that scores; undefined: none does. */
  nameChampion(version: ModelVersion | undefined): Promise<void>;
  /** The version that is named. */
  namedChampion(): Promise<ModelVersion | undefined>;
}

/** The clients that do the work. */
export interface PackageClients {
  readonly sagemaker: SageMakerClient;
  readonly ssm: SSMClient;
}

/** The clocks of the function and of the service may differ so much. */
const CLOCKS_DIFFER_MS = 3600_000;
/** The most that SageMaker lists at once. */
const PAGE_SIZE = 100;

/** Packages in a group of SageMaker's model registry. */
export class SageMakerPackages implements ModelPackages {
  readonly #group: PackageGroup;
  readonly #clients: PackageClients;

  constructor(group: PackageGroup, clients?: PackageClients) {
    this.#group = group;
    this.#clients = clients ?? { sagemaker: new SageMakerClient(), ssm: new SSMClient() };
  }

  async add(registration: Registration): Promise<string> {
    // Whether SageMaker still knows the token of an attempt that broke off is not documented, for how long even less.
    const known = await this.#find(registration);
    if (known !== undefined) return known;
    const command = new CreateModelPackageCommand(packageOf(registration, this.#group));
    const { ModelPackageArn } = await this.#clients.sagemaker.send(command);
    if (ModelPackageArn === undefined) throw new Error("SageMaker made a model package without an ARN.");
    return ModelPackageArn;
  }

  async describe(arn: string): Promise<PackageState | undefined> {
    try {
      const found = await this.#clients.sagemaker.send(
        new DescribeModelPackageCommand({ ModelPackageName: arn }),
      );
      const metadata = found.CustomerMetadataProperties ?? {};
      const version = metadata[VERSION];
      return {
        arn,
        version: version === undefined ? undefined : modelVersion(version),
        status: decisions.find((decision) => statusOf(decision) === found.ModelApprovalStatus),
        shown: decisions.find((decision) => decision === metadata[SHOWN_DECISION]),
        description: found.ApprovalDescription ?? "",
        changedAt: (found.LastModifiedTime ?? found.CreationTime ?? new Date(0)).toISOString(),
        changedBy: nameOf(found.LastModifiedBy),
      };
    } catch (thrown) {
      if (isMissing(thrown)) return undefined;
      throw thrown;
    }
  }

  async show(arn: string, registration: Registration): Promise<void> {
    await this.#clients.sagemaker.send(
      new UpdateModelPackageCommand({
        ModelPackageArn: arn,
        ModelApprovalStatus: statusOf(registration.decision),
        ApprovalDescription: approvalDescription(registration.reasons),
        CustomerMetadataProperties: metadataOf(registration, this.#group.lake),
      }),
    );
  }

  async nameChampion(version: ModelVersion | undefined): Promise<void> {
    await this.#clients.ssm.send(
      new PutParameterCommand({
        Name: this.#group.championParameter,
        Value: version ?? NO_CHAMPION,
        Type: "String",
        Overwrite: true,
      }),
    );
  }

  async namedChampion(): Promise<ModelVersion | undefined> {
    try {
      const { Parameter } = await this.#clients.ssm.send(
        new GetParameterCommand({ Name: this.#group.championParameter }),
      );
      const named = Parameter?.Value ?? NO_CHAMPION;
      return named === NO_CHAMPION ? undefined : modelVersion(named);
    } catch (thrown) {
      if (thrown instanceof ParameterNotFound) return undefined;
      throw thrown;
    }
  }

  /** The package of a version, by its description: SageMaker lists neither metadata nor tokens. */
  async #find({ version, registeredAt }: Registration): Promise<string | undefined> {
    for await (const { ModelPackageArn, ModelPackageDescription } of this.#since(registeredAt)) {
      if (
        ModelPackageArn === undefined ||
        ModelPackageDescription?.startsWith(firstWordsOf(version)) !== true
      )
        continue;
      // Anybody in the account may write a description; the metadata is looked at as well.
      if ((await this.describe(ModelPackageArn))?.version === version) return ModelPackageArn;
    }
    return undefined;
  }

  async *#since(time: string): AsyncGenerator<ModelPackageSummary> {
    const query: ListModelPackagesCommandInput = {
      ModelPackageGroupName: this.#group.groupName,
      CreationTimeAfter: new Date(Date.parse(time) - CLOCKS_DIFFER_MS),
      SortBy: "CreationTime",
      SortOrder: "Ascending",
      MaxResults: PAGE_SIZE,
    };
    let token: string | undefined;
    do {
      const page = await this.#clients.sagemaker.send(
        new ListModelPackagesCommand({ ...query, ...(token === undefined ? {} : { NextToken: token }) }),
      );
      yield* page.ModelPackageSummaryList ?? [];
      token = page.NextToken;
    } while (token !== undefined);
  }
}

/**
 * The profile of who works in SageMaker Studio; else the last part of the identity's ARN: the name of a user, or of the
 * session of a role, which a login names after the person.
 */
function nameOf({ UserProfileName, IamIdentity }: UserContext = {}): string | undefined {
  return UserProfileName ?? IamIdentity?.Arn?.split(/[/:]/).at(-1);
}

/** SageMaker has no error of its own for what does not exist. */
function isMissing(thrown: unknown): boolean {
  return (
    thrown instanceof Error && thrown.name === "ValidationException" && /does not exist/i.test(thrown.message)
  );
}
