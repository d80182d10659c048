import type { Json } from "../../configs/asl.ts";

/** What SageMaker copies into a job's machines before the container starts. */
export interface JobInput {
  readonly name: string;
  /** Expression of the state machine that gives the address. */
  readonly uri: string;
  readonly folder: string;
  /** `listed`: the address is that of a list of objects; otherwise all objects below it are meant. */
  readonly listed?: boolean;
  /** Every machine is given some of the objects, by their keys. @default every machine is given all */
  readonly shared?: boolean;
}

/** An input of a job, in SageMaker's words. */
export function jobInput({ name, uri, folder, listed = false, shared = false }: JobInput): Json {
  return {
    InputName: name,
    S3Input: {
      "S3Uri.$": uri,
      LocalPath: folder,
      S3DataType: listed ? "ManifestFile" : "S3Prefix",
      S3InputMode: "File",
      S3DataDistributionType: shared ? "ShardedByS3Key" : "FullyReplicated",
      S3CompressionType: "None",
    },
  };
}

/** An output of a job: what lies in the folder when the container has ended well is copied to the address. */
export function jobOutput(name: string, uri: string, folder: string): Json {
  return {
    OutputName: name,
    S3Output: { "S3Uri.$": uri, LocalPath: folder, S3UploadMode: "EndOfJob" },
  };
}
