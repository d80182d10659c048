import type { ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { S3Client } from "@aws-sdk/client-s3";
import { ZodError, z } from "zod";
import type { Json } from "../../../configs/asl.ts";
import { type ContainerEnd, type Image, JobContainer } from "./job-container.ts";
import { copyIn, copyOut } from "./job-files.ts";
import { type JobRequest, jobRequest } from "./job-request.ts";
import type { Place } from "./place.ts";
import type { Recording } from "./recording.ts";
import { ServiceError } from "./service-error.ts";

/** What SageMaker is played with. */
export interface ProcessingParts {
  readonly client: S3Client;
  /** Where the machines' folders are made. */
  readonly folder: string;
  readonly image: Image;
  readonly recording: Recording;
  readonly place: Pick<Place, "region" | "account">;
}

/** Who follows a job. */
export interface JobFollower {
  readonly process?: (process: ChildProcess) => void;
  readonly line?: (line: string, process: ChildProcess) => void;
}

/**
 * Plays SageMaker Processing with what a job itself says: copies its inputs to folders, starts its command with exactly
 * its environment, and copies its outputs back. An approximation: a machine is a process here, without walls around it;
 * one of several machines follows the other; roles, networks and keys are read and not used.
 */
export class Processing {
  readonly #parts: ProcessingParts;
  readonly #names = new Set<string>();
  readonly #running = new Set<ChildProcess>();

  constructor(parts: ProcessingParts) {
    this.#parts = parts;
  }

  /**
   * Runs a job to its end, as `createProcessingJob.sync` does.
   * @returns the job's description
   * @throws ServiceError as Step Functions names a job that was refused or has failed
   */
  async run(parameters: Json, follower: JobFollower = {}): Promise<Json> {
    const request = this.#accepted(parameters);
    const root = mkdtempSync(join(this.#madeFolder(), `${request.ProcessingJobName}-`));
    try {
      const fault = await this.#work(request, root, follower);
      const { place } = this.#parts;
      if (fault === undefined) return descriptionOf(place, request, { ProcessingJobStatus: "Completed" });
      const description = descriptionOf(place, request, { ProcessingJobStatus: "Failed", ...fault });
      throw new ServiceError("States.TaskFailed", JSON.stringify(description));
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  }

  /** Ends all containers at once. */
  end(): void {
    for (const child of this.#running) child.kill("SIGKILL");
  }

  /** Stops all containers as a job that is stopped: they may still say something. */
  stop(): void {
    for (const child of this.#running) child.kill("SIGTERM");
  }

  #madeFolder(): string {
    mkdirSync(this.#parts.folder, { recursive: true });
    return this.#parts.folder;
  }

  #accepted(parameters: Json): JobRequest {
    try {
      const request = jobRequest(parameters);
      const name = request.ProcessingJobName;
      if (this.#names.has(name))
        throw new ServiceError("SageMaker.ResourceInUseException", `Job ${name} exists already.`);
      this.#names.add(name);
      return request;
    } catch (thrown) {
      if (!(thrown instanceof ZodError)) throw thrown;
      throw new ServiceError("SageMaker.AmazonSageMakerException", `ValidationException: ${thrown.message}`);
    }
  }

  /** @returns what the job says of its failure; undefined when it did well */
  async #work(request: JobRequest, root: string, follower: JobFollower): Promise<Fault | undefined> {
    const machines = request.ProcessingResources.ClusterConfig.InstanceCount;
    const hosts = Array.from({ length: machines }, (_, index) => `algo-${index + 1}`);
    for (const [machine, host] of hosts.entries()) {
      const container = new JobContainer(root, host, hosts, request);
      const fault = await this.#onMachine(request, container, { machine, machines }, follower);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }

  async #onMachine(
    request: JobRequest,
    container: JobContainer,
    place: { readonly machine: number; readonly machines: number },
    follower: JobFollower,
  ): Promise<Fault | undefined> {
    const { client, image, recording } = this.#parts;
    for (const { S3Input: input } of request.ProcessingInputs) {
      const objects = await copyIn(client, input, container.at(input.LocalPath), place).catch(
        () => undefined,
      );
      if (objects === undefined) return NOT_COPIED;
      if (objects === 0)
        return { FailureReason: `ClientError: No S3 objects found under S3 URL "${input.S3Uri}".` };
    }
    const outputs = request.ProcessingOutputConfig.Outputs.map(({ S3Output }) => S3Output);
    for (const { LocalPath } of outputs) mkdirSync(container.at(LocalPath), { recursive: true });
    const end = await this.#ended(request, container, image, follower);
    if (end.message !== undefined) recording.add("exit message", request.ProcessingJobName, end.message);
    // A machine that fails keeps nothing back either: what its program left is copied.
    for (const { LocalPath, S3Uri } of outputs)
      try {
        await copyOut(client, container.at(LocalPath), S3Uri);
      } catch {
        return NOT_COPIED;
      }
    return faultOf(end);
  }

  async #ended(
    request: JobRequest,
    container: JobContainer,
    image: Image,
    follower: JobFollower,
  ): Promise<ContainerEnd> {
    let running: ChildProcess | undefined;
    const limit = setTimeout(
      () => void running?.kill("SIGKILL"),
      request.StoppingCondition.MaxRuntimeInSeconds * 1000,
    );
    try {
      return await container.run(request, image, {
        onStart: (child) => {
          running = child;
          this.#running.add(child);
          follower.process?.(child);
        },
        onLine: (line, child) => {
          this.#parts.recording.add("container log", `${request.ProcessingJobName}/${container.host}`, line);
          follower.line?.(line, child);
        },
      });
    } finally {
      clearTimeout(limit);
      if (running !== undefined) this.#running.delete(running);
    }
  }
}

/** What a description says of a failure. */
interface Fault {
  readonly ExitMessage?: string;
  readonly FailureReason: string;
}

/** The platform could not copy a job's files: some of them may have been. */
const NOT_COPIED: Fault = {
  FailureReason: "InternalServerError: We encountered an internal error. Please try again.",
};

function faultOf({ code, signal, message }: ContainerEnd): Fault | undefined {
  if (code === 0) return undefined;
  const exit = code ?? (signal === "SIGTERM" ? 143 : 137);
  const FailureReason = `AlgorithmError: See job logs for more information, exit code: ${exit}`;
  return message === undefined ? { FailureReason } : { ExitMessage: message, FailureReason };
}

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeProcessingJob.html */
function descriptionOf(
  { region, account }: Pick<Place, "region" | "account">,
  request: JobRequest,
  end: Readonly<Record<string, string>>,
): { [key: string]: Json } {
  const { Tags: _, ...told } = request;
  return {
    ...z.record(z.string(), z.json()).parse(told),
    ProcessingJobArn: `arn:aws:sagemaker:${region}:${account}:processing-job/${request.ProcessingJobName}`,
    CreationTime: Date.now(),
    ...end,
  };
}
