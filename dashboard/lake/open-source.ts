import { S3Client } from "@aws-sdk/client-s3";
import type { LakeAddress } from "../settings.ts";
import { BucketSource } from "./bucket-source.ts";
import { FolderSource } from "./folder-source.ts";
import type { Source } from "./source.ts";

/** A page must not wait for a bucket that does not answer: the last good data is better. In ms. */
const timeouts = { connectionTimeout: 2_000, requestTimeout: 10_000 };
const ATTEMPTS = 2;

/** The reading side of a lake. Region and credentials of a bucket come from the environment, as the AWS SDK finds them. */
export function openSource(address: LakeAddress): Source {
  switch (address.kind) {
    case "folder":
      return new FolderSource(address.folder);
    case "bucket":
      return new BucketSource(
        new S3Client({ maxAttempts: ATTEMPTS, requestHandler: timeouts }),
        address.bucket,
      );
  }
}
