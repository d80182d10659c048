import { S3Client } from "@aws-sdk/client-s3";
import type { LakeAddress } from "../settings.ts";
import { BucketSource } from "./bucket-source.ts";
import { FolderSource } from "./folder-source.ts";
import type { Source } from "./source.ts";

const CONNECT_MS = 2_000;
const ANSWER_MS = 10_000;
const ATTEMPTS = 2;

/**
 * How long a bucket is waited for: a page must not wait for one that does not answer, the last good data is better.
 * @param answerMs for the first word of an answer, and for each word after it
 */
export function patience(answerMs = ANSWER_MS) {
  return {
    connectionTimeout: CONNECT_MS,
    requestTimeout: answerMs,
    // Without it the SDK only warns and waits on, and no page would ever say that its data are old.
    throwOnRequestTimeout: true,
    // For an answer that stops on its way.
    socketTimeout: answerMs,
  } as const;
}

/** The reading side of a lake. Region and credentials of a bucket come from the environment, as the AWS SDK finds them. */
export function openSource(address: LakeAddress): Source {
  switch (address.kind) {
    case "folder":
      return new FolderSource(address.folder);
    case "bucket":
      return new BucketSource(
        new S3Client({ maxAttempts: ATTEMPTS, requestHandler: patience() }),
        address.bucket,
      );
  }
}
