import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, throwIfAny } from "./component.ts";
import { boundaryDocument } from "./github-oidc/boundary.ts";
import { compute } from "./github-oidc/deploy/compute.ts";
import { edge } from "./github-oidc/deploy/edge.ts";
import { identity } from "./github-oidc/deploy/identity.ts";
import { network } from "./github-oidc/deploy/network.ts";
import { queries } from "./github-oidc/deploy/queries.ts";
import { storage } from "./github-oidc/deploy/storage.ts";
import { watch } from "./github-oidc/deploy/watch.ts";
import { githubFaults } from "./github-oidc/faults.ts";
import { previewStatements } from "./github-oidc/preview.ts";
import { retrainStatements } from "./github-oidc/retrain.ts";
import { boundaryArnOf, type Scope } from "./github-oidc/scope.ts";
import { readState, writeState } from "./github-oidc/state.ts";
import {
  audience,
  issuer,
  type Repository,
  type TokenContext,
  trustDocument,
} from "./github-oidc/subjects.ts";
import { WorkflowRole } from "./github-oidc/workflow-role.ts";
import type { Stack } from "./stack.ts";

/** Which repository's workflows may act, and where Pulumi keeps its state. */
export interface GithubOidcArgs extends Repository {
  readonly stack: Stack;
  /**
   * An account has one provider for GitHub: `existing` takes the one that another stack has made.
   * @default "create"
   */
  readonly provider?: "create" | "existing";
  /** Bucket of Pulumi's state. */
  readonly stateBucket: string;
  /**
   * Key that Pulumi encrypts the stack's secrets with (`pulumi stack init --secrets-provider awskms://…`).
   * @default none: a passphrase is used
   */
  readonly secretsKeyArn?: string;
  /**
   * Branch whose workflows may deploy and ask for a run.
   * @default "main"
   */
  readonly branch?: string;
  /** @default `<project>-data-<environment>` */
  readonly lakeBucket?: string;
  /**
   * The dashboard's name, which deployments may point at the load balancer and prove to be theirs.
   * @default none: they change no zone
   */
  readonly domain?: string;
  /**
   * The stack queries its readings (`Scale`): deployments may make what that needs.
   * @default false
   */
  readonly queries?: boolean;
}

/**
 * Lets workflows act without stored keys: previews read, the environment's deployments change the stack, and the main
 * branch asks for runs. A boundary caps whatever the deploy role makes, so that it cannot make itself more than it is.
 *
 * The first deployment is an administrator's (`pulumi up` with their own credentials): it makes the provider, the roles
 * and the boundary, and all that follows can be a workflow's. Every later change of this component is an
 * administrator's again, as no workflow may change its own access: the deployment then fails at these resources and
 * says "access denied". An account that deploys several stacks has one provider: all stacks but the first take it as
 * `existing`.
 *
 * Two trusts remain. Whoever may push any branch can read the secrets in the state, as a preview does. Whoever may
 * change the branch that deploys can read this stack's data, as what is deployed there does.
 *
 * @example
 * const github = new GithubOidc("github", { stack, repository: "octo/gas", stateBucket: "octo-pulumi-state" });
 * const bounded = { ...stack, boundaryArn: github.boundaryArn };
 */
export class GithubOidc extends Component {
  readonly previewRoleArn: pulumi.Output<string>;
  readonly deployRoleArn: pulumi.Output<string>;
  readonly retrainRoleArn: pulumi.Output<string>;
  /** Upper bound of every role of the stack: hand it to them as `stack.boundaryArn`. */
  readonly boundaryArn: pulumi.Output<string>;
  readonly nodes: {
    readonly boundary: aws.iam.Policy;
    readonly preview: WorkflowRole;
    readonly deploy: WorkflowRole;
    readonly retrain: WorkflowRole;
  };

  /** @throws pulumi.RunError when the repository, its numbers, the branch or the bucket is no such thing */
  constructor(name: string, args: GithubOidcArgs, opts?: pulumi.ComponentResourceOptions) {
    super("index", "GithubOidc", name, opts);
    throwIfAny(`GithubOidc ${name}`, githubFaults(args));
    const { stack, branch = "main" } = args;
    const scope = scopeOf(args);

    const provider = this.#createProvider(name, args);
    const boundary = this.#createBoundary(name, scope);
    const trust = (context: TokenContext, from?: string) =>
      provider.apply((arn) => trustDocument(arn, args, context, from));

    const preview = new WorkflowRole(
      `${name}-preview`,
      {
        stack,
        purpose: "preview",
        description: "Pull requests: see what would change, change nothing",
        trust: trust("pull_request"),
        areas: { read: previewStatements(scope) },
        sessionSeconds: HOUR_SECONDS,
      },
      { parent: this },
    );
    const deploy = new WorkflowRole(
      `${name}-deploy`,
      {
        stack,
        purpose: "deploy",
        description: `Deployments to ${stack.environment}: change this stack and nothing else`,
        trust: trust(`environment:${stack.environment}`, branch),
        areas: {
          state: [...readState(scope.state), ...writeState(scope.state)],
          identity: identity(scope),
          storage: storage(scope),
          compute: compute(scope),
          network: network(scope),
          edge: edge(scope),
          watch: watch(scope),
          ...(scope.queries ? { queries: queries(scope) } : {}),
        },
        // Making a network and waiting for a certificate take long; a token cannot be renewed in mid-update.
        sessionSeconds: 2 * HOUR_SECONDS,
      },
      { parent: this },
    );
    const retrain = new WorkflowRole(
      `${name}-retrain`,
      {
        stack,
        purpose: "retrain",
        description: `Branch ${branch}: ask for a run`,
        trust: trust(`ref:refs/heads/${branch}`),
        areas: { ask: retrainStatements(stack) },
        sessionSeconds: HOUR_SECONDS,
      },
      { parent: this },
    );

    this.nodes = { boundary, preview, deploy, retrain };
    this.previewRoleArn = preview.arn;
    this.deployRoleArn = deploy.arn;
    this.retrainRoleArn = retrain.arn;
    this.boundaryArn = boundary.arn;
    this.registerOutputs({
      previewRoleArn: this.previewRoleArn,
      deployRoleArn: this.deployRoleArn,
      retrainRoleArn: this.retrainRoleArn,
      boundaryArn: this.boundaryArn,
    });
  }

  /** The provider's ARN. It follows from the issuer, so that an existing one needs no look-up. */
  #createProvider(name: string, { stack, provider }: GithubOidcArgs): pulumi.Output<string> {
    if (provider === "existing") {
      return pulumi.output(`arn:aws:iam::${stack.accountId}:oidc-provider/${issuer}`);
    }
    // AWS knows GitHub's certificates itself: a list of thumbprints would only grow old.
    return new aws.iam.OpenIdConnectProvider(
      `${name}-provider`,
      { url: `https://${issuer}`, clientIdLists: [audience] },
      // Other stacks of the account may use it, too.
      this.child({ retainOnDelete: true }),
    ).arn;
  }

  #createBoundary(name: string, scope: Scope): aws.iam.Policy {
    const { stack } = scope;
    return new aws.iam.Policy(
      `${name}-boundary`,
      {
        name: `${stack.prefix}-boundary`,
        path: `/${stack.project}/`,
        description: `The most that any role of ${stack.prefix} can be given`,
        policy: boundaryDocument(scope),
      },
      this.child(),
    );
  }
}

/** AWS gives a role's session an hour at least. */
const HOUR_SECONDS = 3600;

function scopeOf(args: GithubOidcArgs): Scope {
  const { stack, stateBucket, secretsKeyArn, lakeBucket, domain, queries: queried = false } = args;
  return {
    stack,
    lakeBucket: lakeBucket ?? `${stack.project}-data-${stack.environment}`,
    state: {
      bucket: stateBucket,
      project: pulumi.getProject(),
      stackName: pulumi.getStack(),
      ...(secretsKeyArn === undefined ? {} : { secretsKeyArn }),
    },
    boundaryArn: boundaryArnOf(stack),
    queries: queried,
    ...(domain === undefined ? {} : { domain }),
  };
}
