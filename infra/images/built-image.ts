import { join, relative } from "node:path";
import * as aws from "@pulumi/aws";
import * as docker from "@pulumi/docker-build";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../component.ts";
import type { Stack } from "../stack.ts";
import { digestOf, dockerfileOf, filesOf, type ImageName } from "./content.ts";
import { CACHE_TAG, lifecyclePolicy } from "./lifecycle.ts";

/** What an image that is built here may be told. */
export interface BuiltImageArgs {
  readonly stack: Stack;
  readonly image: ImageName;
  /** Release that the image says it is. */
  readonly version: string;
  /** Accounts that may pull the image. */
  readonly pullAccounts: readonly string[];
  /** The repository's root. */
  readonly root: string;
}

/** What decides which packages an image holds: they are most of the work, and change seldom. */
const packageLists = ["package.json", "package-lock.json"];

/** An image that an update builds and pushes, and the repository for it. A preview builds nothing. */
export class BuiltImage extends Component {
  /** `repositoryUrl@sha256:…`, known once the image is pushed. */
  readonly reference: pulumi.Output<string>;
  readonly repositoryArn: pulumi.Output<string>;
  readonly nodes: { readonly repository: aws.ecr.Repository; readonly image: docker.Image };

  constructor(name: string, args: BuiltImageArgs, opts?: pulumi.ComponentResourceOptions) {
    super("images", "BuiltImage", name, opts);
    const repository = this.#createRepository(name, args);
    if (args.pullAccounts.length > 0) this.#createPullers(name, repository, args.pullAccounts);
    const image = this.#createImage(name, repository, args);

    this.nodes = { repository, image };
    this.repositoryArn = repository.arn;
    this.reference = pulumi.interpolate`${urlOf(args.stack, args.image)}@${image.digest}`;
    this.registerOutputs({ reference: this.reference });
  }

  #createRepository(name: string, { stack, image, pullAccounts }: BuiltImageArgs): aws.ecr.Repository {
    const repository = new aws.ecr.Repository(
      name,
      {
        name: repositoryName(stack, image),
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfigurations: [{ encryptionType: "AES256" }],
        // Deleting a repository deletes its images, and those that other accounts pull are not this stack's to delete.
        forceDelete: stack.environment === "dev" && !stack.protect && pullAccounts.length === 0,
      },
      this.child({ protect: stack.protect }),
    );
    new aws.ecr.LifecyclePolicy(
      `${name}-lifecycle`,
      { repository: repository.name, policy: lifecyclePolicy() },
      this.child(),
    );
    return repository;
  }

  /** Roles of this account need no word here: their own policies allow them to pull. */
  #createPullers(name: string, repository: aws.ecr.Repository, accounts: readonly string[]): void {
    new aws.ecr.RepositoryPolicy(
      `${name}-pullers`,
      {
        repository: repository.name,
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Sid: "PullByOtherEnvironments",
              Effect: "Allow",
              Principal: { AWS: accounts.map((account) => `arn:aws:iam::${account}:root`) },
              Action: [...pullActions],
            },
          ],
        }),
      },
      this.child(),
    );
  }

  #createImage(name: string, repository: aws.ecr.Repository, args: BuiltImageArgs): docker.Image {
    const { stack, image, version, root } = args;
    const dockerfile = dockerfileOf(image);
    const url = urlOf(stack, image);
    const content = digestOf(root, filesOf(image, root));
    const cache = `${url}:${CACHE_TAG}${digestOf(root, [dockerfile, ...packageLists])}`;
    // A path from where the program runs, not from the disk's root: the state must not depend on whose disk it is.
    const context = relative(process.cwd(), root) || ".";
    return new docker.Image(
      name,
      {
        context: { location: context },
        dockerfile: { location: join(context, dockerfile) },
        // What SageMaker and Fargate run, whatever the machine that builds. `exec` stays unset: Docker's own client
        // would add a statement of provenance, and with it a list of images, which SageMaker and Lambda refuse.
        platforms: ["linux/amd64"],
        // By digest alone. A repository that lets no tag be pushed twice would refuse what is built a second time, after
        // a change was taken back: the same files make another digest, since times differ.
        exports: [{ registry: { names: [url], pushByDigest: true } }],
        // The short form of another export: both together are refused.
        push: false,
        // The digest of its files: so a preview shows whether the image changes, though it builds nothing.
        labels: { "org.opencontainers.image.version": version, [CONTENT_LABEL]: content },
        buildOnPreview: false,
        // No `registries`: what stands there is kept in the state, and whoever may preview may read the state. Docker is
        // logged in before the update (scripts/delivery/log-in.sh).
        // The repository takes no tag twice. So a cache bears the digest of the lists of packages, is pushed by the
        // first build that has them, and read by all that follow; that their own push of it is refused is no fault.
        cacheFrom: [{ registry: { ref: cache } }],
        cacheTo: [
          {
            registry: {
              ref: cache,
              mode: "max",
              imageManifest: true,
              ociMediaTypes: true,
              ignoreError: true,
            },
          },
        ],
      },
      this.child({ dependsOn: [repository] }),
    );
  }
}

/** Label of an image that tells its contents apart. */
const CONTENT_LABEL = "spanishgas.content";

/** What pulling an image takes, of its repository. */
export const pullActions = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:GetDownloadUrlForLayer",
] as const;

const repositoryName = ({ prefix }: Stack, image: ImageName) => `${prefix}-${image}`;
const registryAddress = ({ accountId, region }: Stack) => `${accountId}.dkr.ecr.${region}.amazonaws.com`;
/** Known before the repository is there, so that a preview shows where the image would be pushed. */
const urlOf = (stack: Stack, image: ImageName) => `${registryAddress(stack)}/${repositoryName(stack, image)}`;
