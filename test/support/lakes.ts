import { onTestFinished } from "vitest";
import { FolderLake } from "../../runtime/lake/folder-lake.ts";
import type { Lake } from "../../runtime/lake/lake.ts";
import { S3Lake } from "../../runtime/lake/s3-lake.ts";
import { FaultProxy } from "./fault-proxy.ts";
import { temporaryFolder } from "./folders.ts";
import { newBucket, s3ClientAt, s3Endpoint, type TestBucket } from "./s3.ts";

/** Every kind of lake there is. */
export const lakes: readonly { readonly kind: string; readonly open: () => Promise<Lake> }[] = [
  { kind: "a folder", open: () => FolderLake.open(temporaryFolder()) },
  {
    kind: "a bucket",
    open: async () => {
      const { client, bucket } = await newBucket();
      return new S3Lake(client, bucket, temporaryFolder());
    },
  },
];

/** A bucket behind a proxy that breaks requests: whoever uses `client` goes through it, `direct` goes past it. */
export interface FaultyBucket {
  readonly proxy: FaultProxy;
  readonly client: TestBucket["client"];
  readonly direct: TestBucket;
  readonly bucket: string;
}

/** A new bucket behind a proxy, for one test. */
export async function faultyBucket(): Promise<FaultyBucket> {
  const proxy = await FaultProxy.start(await s3Endpoint());
  onTestFinished(() => proxy.stop());
  const direct = await newBucket();
  return { proxy, direct, bucket: direct.bucket, client: s3ClientAt(proxy.endpoint) };
}
