/**
 * The small texts of a lake, and the names in it: all that the books need (registry, pointers, alerts, reports).
 * Keys are paths with slashes, as in the layout of the lake (`bronze/<run>/bronze_customer.parquet`). A folder and a
 * bucket both are this.
 */
export interface LakeTexts {
  /** The lake's place for people: a path or an address. */
  readonly location: string;

  /** A small text and its ETag; undefined when there is none. */
  read(key: string): Promise<StoredText | undefined>;

  /**
   * Writes a small text in one piece: readers see the old text or the new one.
   * @returns the new ETag
   * @throws PreconditionFailed when the condition does not hold; it carries what is stored instead
   */
  write(key: string, text: string, condition?: WriteCondition): Promise<string>;

  /**
   * Names directly below a prefix, in the order of the store; `next` is handed in as `after` for the following page.
   * Names that begin with a dot are hidden.
   */
  list(prefix: string, page?: { readonly after?: string; readonly limit?: number }): Promise<Page<string>>;

  /** Is anything visible below this prefix? */
  exists(prefix: string): Promise<boolean>;
}

/**
 * Where tables, models and pointers live, for who runs the data steps: small texts are read and written whole and
 * conditionally, everything else goes through local folders. In the cloud the folders are mounted by the service that
 * runs the steps, so that nothing there needs this half.
 */
export interface Lake extends LakeTexts {
  /**
   * A local folder that holds everything below the prefix. Nobody may write to it.
   * @throws HalfPublished when it is being published, or was left so
   */
  input(prefix: string, options?: TransferOptions): Promise<string>;

  /** An empty local folder whose content appears below the prefix when it is published, and not before. */
  stage(prefix: string): Promise<Stage>;

  /** Removes what interrupted runs left behind. Only for who holds the lake's lease. */
  sweep(): Promise<void>;
}

/** Who only reads small texts: pointers, decisions, registrations. */
export type TextReader = Pick<LakeTexts, "read">;

/** A small file with the version that a later write may be made conditional on. */
export interface StoredText {
  readonly text: string;
  readonly etag: string;
}

/** `ifMatch`: what is stored must be this version. `ifAbsent`: nothing may be stored yet. */
export type WriteCondition = { readonly ifMatch: string } | { readonly ifAbsent: true };

/** Part of a long list. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

/** How long ways are gone, where the lake is not on this machine. */
export interface TransferOptions {
  readonly signal?: AbortSignal;
}

/** A hidden folder that becomes a place of the lake in one piece, or never. */
export interface Stage {
  readonly folder: string;
  /** Makes the content durable, then visible in one piece. What was there before is replaced. */
  publish(options?: TransferOptions): Promise<void>;
  discard(): Promise<void>;
}

/** Somebody else wrote first. */
export class PreconditionFailed extends Error {
  override readonly name = "PreconditionFailed";
  readonly key: string;
  readonly stored: StoredText | undefined;

  constructor(key: string, stored: StoredText | undefined) {
    super(`${key} was changed by someone else.`);
    this.key = key;
    this.stored = stored;
  }
}
