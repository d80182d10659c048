import { S3Client } from "@aws-sdk/client-s3";

/** Attempts of one request, the first included: a throttled or failing service is tried again with growing pauses. */
const MAX_ATTEMPTS = 5;

const CONNECT_MS = 5_000;
/** A connection on which nothing moves is cut. S3 may think for a while when it copies or joins gigabytes. */
const IDLE_MS = 300_000;

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Does this address lie on this machine? There, names of buckets cannot be part of the host's name. */
function isLoopback(endpoint: string | undefined): boolean {
  return endpoint !== undefined && URL.canParse(endpoint) && LOOPBACK.test(new URL(endpoint).hostname);
}

/**
 * A client for S3, or for what stands in for it: the SDK itself takes the address, the region and the credentials
 * from the environment (`AWS_ENDPOINT_URL` …).
 */
export function s3Client(environment: NodeJS.ProcessEnv = process.env): S3Client {
  const endpoint = environment["AWS_ENDPOINT_URL_S3"] ?? environment["AWS_ENDPOINT_URL"];
  return new S3Client({
    maxAttempts: MAX_ATTEMPTS,
    forcePathStyle: isLoopback(endpoint),
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: IDLE_MS },
  });
}
