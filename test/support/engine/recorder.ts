import { MADE_UP_ACCOUNT, type Place } from "./identity.ts";
import { answerCall, answeredTokens } from "./invokes.ts";
import { type Answer, answerTo, type ResourceFacts } from "./outputs.ts";
import { withoutRoot } from "./paths.ts";
import {
  type LogLine,
  type Mode,
  type RecordedCall,
  type RecordedResource,
  type Recording,
  STACK_TYPE,
  type Values,
} from "./recording.ts";
import { mergedTags } from "./tags.ts";

/** What a registration says before the engine has given it a URN. */
export type Registration = Omit<RecordedResource, "urn" | "outputs" | "parent" | "provider" | "protect"> & {
  /** URN; empty for the stack. */
  readonly parent: string;
  /** `<urn>::<id>` of the provider; empty where none is named. */
  readonly providerReference: string;
  /** Left out: as the parent's. */
  readonly protect: boolean | undefined;
};

/** Which program runs, and how. */
export interface RunFacts {
  readonly project: string;
  readonly stack: string;
  readonly mode: Mode;
  /** Region where no provider names one. */
  readonly region: string;
}

/** What the engine refuses, in words for the program's author. */
export class EngineError extends Error {}

/**
 * The engine's memory of one run: gives URNs, refuses what the real engine refuses, answers with made-up outputs, and
 * writes everything down.
 */
export class Recorder {
  readonly facts: RunFacts;
  readonly #resources = new Map<string, RecordedResource>();
  readonly #calls: RecordedCall[] = [];
  readonly #logs: LogLine[] = [];
  readonly #errors: string[] = [];

  constructor(facts: RunFacts) {
    this.facts = facts;
  }

  /**
   * Notes a resource.
   * @throws EngineError for a second resource of the same URN, an unknown parent, provider or dependency
   */
  register(registration: Registration): { readonly urn: string; readonly answer: Answer } {
    const { parent, providerReference, protect, ...facts } = registration;
    const urn = this.#urn(parent, facts.type, facts.name);
    if (this.#resources.has(urn)) {
      this.#refuse(`Two resources have the URN ${urn}: give one of them another name.`);
    }
    const provider =
      providerReference === "" ? undefined : providerReference.split("::").slice(0, -1).join("::");
    for (const needed of [parent, provider ?? "", ...facts.dependencies].filter((each) => each !== "")) {
      if (!this.#resources.has(needed)) this.#refuse(`${urn} refers to ${needed}, which is not registered.`);
    }
    const answer: Answer =
      facts.kind === "component" ? { id: "", computed: {} } : this.#answer({ ...facts, urn }, provider);
    this.#resources.set(urn, {
      ...facts,
      urn,
      parent: parent === "" ? undefined : parent,
      provider,
      protect: protect ?? this.#resources.get(parent)?.protect ?? false,
      outputs: facts.kind === "component" ? {} : { ...facts.inputs, ...answer.computed },
    });
    return { urn, answer };
  }

  /** Notes what a component says that its outputs are. */
  registerOutputs(urn: string, outputs: Values): void {
    const resource = this.#resources.get(urn);
    if (resource === undefined) this.#refuse(`${urn} has outputs, and is not registered.`);
    else this.#resources.set(urn, { ...resource, outputs });
  }

  /**
   * Answers a question to the cloud.
   * @throws EngineError that names a token that has no answer
   */
  call(token: string, args: Values, providerReference: string): Values {
    const provider =
      providerReference === "" ? undefined : providerReference.split("::").slice(0, -1).join("::");
    const answer = answerCall(token, args, this.#place(provider));
    if (answer === undefined) {
      return this.#refuse(
        `The offline engine has no answer to ${token}: add one to invokes.ts (it answers ${answeredTokens.join(", ")}).`,
      );
    }
    this.#calls.push({ token, arguments: args });
    return answer;
  }

  log(line: LogLine): void {
    if (line.severity === "debug") return;
    const message = withoutRoot(line.message);
    this.#logs.push({ ...line, message });
    if (line.severity === "error") this.#errors.push(message);
  }

  /** What was recorded, with the program's end. `failure` is used when nobody has said why it failed. */
  finish(seconds: number, failure: string | undefined): Recording {
    const { project, stack, mode } = this.facts;
    const root = [...this.#resources.values()].find(({ type }) => type === STACK_TYPE);
    const errors = this.#errors.length === 0 && failure !== undefined ? [failure] : this.#distinctErrors();
    const key = ({ token, arguments: args }: RecordedCall): string => token + JSON.stringify(args);
    return {
      project,
      stack,
      mode,
      resources: [...this.#resources.values()].sort((a, b) => (a.urn < b.urn ? -1 : 1)),
      calls: this.#calls.toSorted((a, b) => (key(a) < key(b) ? -1 : 1)),
      logs: this.#logs,
      outputs: root?.outputs ?? {},
      errors,
      seconds,
    };
  }

  /** The SDK repeats what the engine refused, with a stack trace around it. */
  #distinctErrors(): readonly string[] {
    return [
      ...new Set(
        this.#errors.filter(
          (message, index) =>
            !this.#errors.some((other, at) => at !== index && message !== other && message.includes(other)),
        ),
      ),
    ];
  }

  #answer(resource: ResourceFacts, provider: string | undefined): Answer {
    const { id, computed } = answerTo(resource, this.facts.mode, this.#place(provider));
    const tags = mergedTags(resource, this.#resources.get(provider ?? ""));
    return { id, computed: tags === undefined ? computed : { ...computed, tags, tagsAll: tags } };
  }

  #refuse(message: string): never {
    this.#errors.push(message);
    throw new EngineError(message);
  }

  #urn(parent: string, type: string, name: string): string {
    const parentType = parent.split("::")[2];
    const qualified = parentType === undefined || parentType === STACK_TYPE ? type : `${parentType}$${type}`;
    return `urn:pulumi:${this.facts.stack}::${this.facts.project}::${qualified}::${name}`;
  }

  /** Region and account of a provider: what its settings name, else the made-up ones. */
  #place(provider: string | undefined): Place {
    const inputs = provider === undefined ? undefined : this.#resources.get(provider)?.inputs;
    const region = inputs?.["region"];
    const accounts = inputs?.["allowedAccountIds"];
    const parsed: unknown = typeof accounts === "string" ? JSON.parse(accounts) : accounts;
    const [account] = Array.isArray(parsed) ? parsed : [];
    return {
      region: typeof region === "string" ? region : this.facts.region,
      accountId: typeof account === "string" ? account : MADE_UP_ACCOUNT,
    };
  }
}
