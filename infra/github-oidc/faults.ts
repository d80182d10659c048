import type { Fault } from "../component.ts";
import type { Repository } from "./subjects.ts";

const OWNER = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,37}[A-Za-z0-9])?$/;
const REPOSITORY = /^[A-Za-z0-9._-]{1,100}$/;
/** A branch's name that cannot be taken for a pattern. */
const BRANCH = /^[A-Za-z0-9._/-]+$/;
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const DOMAIN = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/;
const NUMBER = /^[1-9][0-9]*$/;
const KEY_ARN = /^arn:aws:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/;

/** The names that GithubOidc is given. */
interface Names extends Repository {
  readonly branch?: string;
  readonly stateBucket: string;
  readonly secretsKeyArn?: string;
  readonly lakeBucket?: string;
  readonly domain?: string;
}

/** What would let in nobody, or more than was meant: each name has to be one name, never a pattern. */
export function githubFaults(args: Names): Fault[] {
  const { repository, ids, branch = "main", stateBucket, secretsKeyArn, lakeBucket, domain } = args;
  const [owner = "", name = "", ...more] = repository.split("/");
  const found: (Fault | false)[] = [
    !(OWNER.test(owner) && REPOSITORY.test(name) && more.length === 0) && {
      path: "repository",
      message: `must be owner/name as on GitHub, without a wildcard; it is "${repository}"`,
    },
    ids !== undefined &&
      !NUMBER.test(ids.owner) && { path: "ids.owner", message: "must be the owner's number at GitHub" },
    ids !== undefined &&
      !NUMBER.test(ids.repository) && {
        path: "ids.repository",
        message: "must be the repository's number at GitHub",
      },
    !BRANCH.test(branch) && { path: "branch", message: `must be one branch; it is "${branch}"` },
    !BUCKET.test(stateBucket) && { path: "stateBucket", message: "must be the name of a bucket" },
    lakeBucket !== undefined &&
      !BUCKET.test(lakeBucket) && { path: "lakeBucket", message: "must be the name of a bucket" },
    domain !== undefined && !DOMAIN.test(domain) && { path: "domain", message: "must be a name in DNS" },
    secretsKeyArn !== undefined &&
      !KEY_ARN.test(secretsKeyArn) && { path: "secretsKeyArn", message: "must be the ARN of a KMS key" },
  ];
  return found.filter((fault) => fault !== false);
}
