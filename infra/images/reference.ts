import type { Stack } from "../stack.ts";

/** An image in a repository of AWS, by its digest. */
export interface ImageReference {
  readonly accountId: string;
  readonly region: string;
  readonly repository: string;
}

const REPOSITORY = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/([a-z0-9]+(?:[._/-][a-z0-9]+)*)$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Takes `<account>.dkr.ecr.<region>.amazonaws.com/<repository>@sha256:<digest>` apart, or says what is wrong with it. */
export function parseReference(text: string, { region }: Stack): ImageReference | { readonly fault: string } {
  const [address = "", digest, ...rest] = text.split("@");
  const wrong = (what: string) => ({
    fault: `"${text}" ${what}; give <account>.dkr.ecr.${region}.amazonaws.com/<repository>@sha256:<64 digits>`,
  });
  if (digest === undefined)
    return wrong(
      /:[^/]*$/.test(address) ? "names a tag, which may move to another image" : "names no digest",
    );
  if (rest.length > 0 || !DIGEST.test(digest)) return wrong("holds no digest of the form sha256:<64 digits>");
  const found = REPOSITORY.exec(address);
  if (found === null)
    return wrong("is in no private repository of AWS, where roles can be allowed to pull it");
  const [, accountId = "", where = "", repository = ""] = found;
  if (where !== region)
    return wrong(`lies in ${where}; SageMaker runs only images of its own region, ${region}`);
  return { accountId, region: where, repository };
}

/** The ARN of the repository that an image lies in. */
export function repositoryArn({ accountId, region, repository }: ImageReference): string {
  return `arn:aws:ecr:${region}:${accountId}:repository/${repository}`;
}
