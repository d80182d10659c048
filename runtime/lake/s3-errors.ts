import { S3ServiceException } from "@aws-sdk/client-s3";

/**
 * What else S3 calls "not found": a bucket, which is a fault of the settings, and an upload in parts that has come to its
 * end already, as a repeated request finds it.
 */
const OTHERS_NOT_FOUND: ReadonlySet<string> = new Set(["NoSuchBucket", "NoSuchUpload"]);

/** Is there no such object (any more)? */
export function notFound(thrown: unknown): boolean {
  return (
    thrown instanceof S3ServiceException &&
    thrown.$metadata.httpStatusCode === 404 &&
    !OTHERS_NOT_FOUND.has(thrown.name)
  );
}

/** Did a condition on what is stored not hold? An object that is not there is no version at all. */
export function preconditionFailed(thrown: unknown): boolean {
  return (
    thrown instanceof S3ServiceException && (thrown.$metadata.httpStatusCode === 412 || notFound(thrown))
  );
}

/** Did two conditional writes meet? S3 has decided neither; the one that is told so tries again. */
export function conflicted(thrown: unknown): boolean {
  return thrown instanceof S3ServiceException && thrown.$metadata.httpStatusCode === 409;
}

/** May this not be done, or may it not even be known whether the object exists? */
export function forbidden(thrown: unknown): boolean {
  return thrown instanceof S3ServiceException && thrown.$metadata.httpStatusCode === 403;
}
