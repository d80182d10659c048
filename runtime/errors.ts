/** Where in the user's input something is wrong. */
export interface InputLocation {
  readonly file?: string;
  readonly column?: string;
  /** 1-based line (or row) in the file, the header being line 1. */
  readonly line?: number;
}

/**
 * The user's input is at fault: data, settings or arguments. The message is one sentence that says what was wrong
 * and where, and ends with what to do. It ends a run with exit code 2, and is never retried.
 */
export class InputError extends Error {
  override readonly name = "InputError";
  readonly location: InputLocation;

  constructor(message: string, location: InputLocation = {}) {
    super(message);
    this.location = location;
  }
}

/** A produced table breaks its own contract: our fault, never the user's. The step that wrote it fails. */
export class ContractError extends Error {
  override readonly name = "ContractError";
}

/** The machine is at fault (disk full, no memory); the message says what to free. The run can be repeated. */
export class ResourceError extends Error {
  override readonly name = "ResourceError";
}

/**
 * What several machines have made of the readings cannot be put together to what one machine would make of them. Never
 * repeated as such: one machine has to read the whole delivery.
 */
export class ShardsOverlap extends Error {
  override readonly name = "ShardsOverlap";
}

/** An object of a bucket could not be brought here or there whole. What was asked for can be repeated. */
export class TransferError extends Error {
  override readonly name = "TransferError";
}

/** Another version of an object, or none, is where one was to be read. */
export class ObjectChanged extends Error {
  override readonly name = "ObjectChanged";

  constructor(key: string) {
    super(`${key} was replaced or removed while it was read. Start again: then the new one is read.`);
  }
}

/** A place of the lake is being published, or the run that published it was interrupted: nobody may read it. */
export class HalfPublished extends Error {
  override readonly name = "HalfPublished";

  constructor(place: string) {
    super(
      `${place} is not published whole. The run that writes there publishes it anew when it is started again.`,
    );
  }
}

/** The run was cancelled from outside. */
export class CancelledError extends Error {
  override readonly name = "CancelledError";
}

/** @throws CancelledError when the run was cancelled. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new CancelledError("The run was cancelled.");
}

/** The operating system's name of an error, such as `ENOENT`; undefined where the error is another's. */
export function systemCode(thrown: unknown): string | undefined {
  return thrown instanceof Error && "code" in thrown && typeof thrown.code === "string"
    ? thrown.code
    : undefined;
}

/** The text of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

const DISK_FULL =
  /no space left on device|ENOSPC|database or disk is full|disk quota|EDQUOT|could not write.*(file|block).*space/i;

/** Turns "no space left" from any library into a `ResourceError` with a remedy; other errors pass unchanged. */
export function withRemedy(thrown: unknown, place: string): unknown {
  const message = messageOf(thrown);
  if (thrown instanceof ResourceError || !DISK_FULL.test(message)) return thrown;
  return new ResourceError(
    `The disk that holds ${place} is full. Free some space there and start the run again: nothing was published.`,
    { cause: thrown },
  );
}
