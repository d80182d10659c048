import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { Component, throwIfAny } from "./component.ts";
import type { Role } from "./iam/role.ts";
import { BuiltImage, pullActions } from "./images/built-image.ts";
import type { ImageName } from "./images/content.ts";
import { imagesFaults } from "./images/faults.ts";
import { parseReference, repositoryArn } from "./images/reference.ts";
import type { ImageSource } from "./images/source.ts";
import type { Stack } from "./stack.ts";

export type { ImageName } from "./images/content.ts";
export type { ImageSource } from "./images/source.ts";

/** What the images may be told. */
export interface ImagesArgs {
  readonly stack: Stack;
  /** The image of the pipeline's data steps. */
  readonly runtime: ImageSource;
  /** The image of the dashboard. */
  readonly dashboard: ImageSource;
  /**
   * Release that the images say they are, as a label. A new one alone builds them anew: the release, and not the
   * commit, of which most change nothing in an image.
   */
  readonly version: string;
  /**
   * Accounts that may pull the images that are built here.
   * @default none
   */
  readonly pullAccounts?: readonly string[];
  /**
   * The repository's root: the builds' context.
   * @default the folder above `infra/`
   */
  readonly root?: string;
}

/** An image, and the repository that it is pulled from. */
interface Pullable {
  readonly reference: pulumi.Output<string>;
  readonly repositoryArn: pulumi.Input<string>;
}

/**
 * The two images of the platform, always by digest: what was tested is what runs.
 *
 * @example
 * const images = new Images("images", { stack, runtime: { build: true }, dashboard: { build: true }, version: "1.4.0" });
 * images.grantPull(bronzeRole, "runtime");
 */
export class Images extends Component {
  /** `repositoryUrl@sha256:…` */
  readonly runtime: pulumi.Output<string>;
  /** `repositoryUrl@sha256:…` */
  readonly dashboard: pulumi.Output<string>;
  /** The images that are built here. */
  readonly nodes: { readonly runtime?: BuiltImage; readonly dashboard?: BuiltImage };
  readonly #pullable: Readonly<Record<ImageName, Pullable>>;

  constructor(name: string, args: ImagesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("index", "Images", name, opts);
    throwIfAny(`Images ${name}`, imagesFaults(args));

    const runtime = this.#obtain(name, "runtime", args);
    const dashboard = this.#obtain(name, "dashboard", args);

    this.#pullable = { runtime, dashboard };
    this.nodes = {
      ...(runtime instanceof BuiltImage ? { runtime } : {}),
      ...(dashboard instanceof BuiltImage ? { dashboard } : {}),
    };
    this.runtime = runtime.reference;
    this.dashboard = dashboard.reference;
    this.registerOutputs({ runtime: this.runtime, dashboard: this.dashboard });
  }

  /** Allows to pull an image, from whichever account's repository it lies in. */
  grantPull(role: Role, image: ImageName): void {
    role.allow(`pull-${image}-image`, [
      { sid: "PullImage", actions: pullActions, resources: [this.#pullable[image].repositoryArn] },
      { sid: "LogIn", unscoped: ["ecr:GetAuthorizationToken"] },
    ]);
  }

  #obtain(name: string, image: ImageName, args: ImagesArgs): BuiltImage | Pullable {
    const { stack, version, pullAccounts = [], root = resolve(import.meta.dirname, "..") } = args;
    const source = args[image];
    if ("build" in source)
      return new BuiltImage(
        `${name}-${image}`,
        { stack, image, version, pullAccounts, root },
        { parent: this },
      );
    const reference = parseReference(source.digest, stack);
    if ("fault" in reference) throw new RangeError(reference.fault);
    return { reference: pulumi.output(source.digest), repositoryArn: repositoryArn(reference) };
  }
}
