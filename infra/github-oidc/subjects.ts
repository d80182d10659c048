/** Host that GitHub signs workflow tokens as. The provider's ARN and the conditions' keys are named after it. */
export const issuer = "token.actions.githubusercontent.com";

/** The audience that GitHub's action for AWS asks for. */
export const audience = "sts.amazonaws.com";

/** The repository whose workflows may act. */
export interface Repository {
  /** `owner/name`, as GitHub spells it. */
  readonly repository: string;
  /**
   * Its numbers, which outlive a change of name: `gh api repos/OWNER/NAME --jq '{owner: .owner.id, repository: .id}'`.
   * Needed for repositories made, renamed or moved since July 2026, whose tokens carry them; they also keep out
   * whoever takes a name that has become free.
   */
  readonly ids?: RepositoryIds;
}

/** A repository's numbers at GitHub. */
export interface RepositoryIds {
  readonly owner: string;
  readonly repository: string;
}

/** The context that a token is given for: one of GitHub's own, never a pattern. */
export type TokenContext = "pull_request" | `environment:${string}` | `ref:refs/heads/${string}`;

/**
 * The exact subjects of a context's tokens. Older repositories put names in, newer ones names and numbers; when the
 * numbers are known both are accepted.
 *
 * @example subjectsOf({ repository: "octo/gas", ids: { owner: "12", repository: "34" } }, "pull_request")
 * // ["repo:octo/gas:pull_request", "repo:octo@12/gas@34:pull_request"]
 */
export function subjectsOf({ repository, ids }: Repository, context: TokenContext): readonly string[] {
  const byName = `repo:${repository}:${context}`;
  if (ids === undefined) return [byName];
  const [owner, name] = repository.split("/");
  return [byName, `repo:${owner}@${ids.owner}/${name}@${ids.repository}:${context}`];
}

/**
 * The document that says who may act in a workflow's role: this repository, in this context, and nobody else.
 *
 * @param branch the only branch whose workflows may act. A subject with an environment names no branch: whoever may
 *   push one could write a workflow that deploys from it.
 */
export function trustDocument(
  providerArn: string,
  source: Repository,
  context: TokenContext,
  branch?: string,
): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: providerArn },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            [`${issuer}:aud`]: audience,
            [`${issuer}:sub`]: subjectsOf(source, context),
            ...(branch === undefined ? {} : { [`${issuer}:ref`]: `refs/heads/${branch}` }),
            // A name that has become free and was taken by somebody else has another number.
            ...(source.ids === undefined ? {} : { [`${issuer}:repository_id`]: source.ids.repository }),
          },
        },
      },
    ],
  });
}
