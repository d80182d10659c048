import { loopbackServer, type Received } from "./loopback.ts";
import { RegistryFake } from "./sagemaker-fake.ts";

/**
 * A small stand-in for the calls of Step Functions, SageMaker, Systems Manager and SNS that the functions make, on
 * loopback. It is an approximation: it knows names, inputs and tokens as the services' references describe them, checks
 * no signature and no permission, and executes nothing. Where it differs from SageMaker and Systems Manager, and what it
 * checks of their requests, `sagemaker-fake.ts` says.
 */
export class AwsFake {
  /** Executions by name. */
  readonly executions = new Map<string, FakeExecution>();
  /** SageMaker's model registry and Systems Manager's parameters. */
  readonly registry = new RegistryFake();
  /** Model packages by ARN. */
  readonly packages = this.registry.packages;
  readonly parameters = this.registry.parameters;
  /** Messages that were published. */
  readonly published: { readonly subject: string; readonly message: string }[] = [];
  /** What is refused from now on, by operation: the name of the error. */
  readonly failing = new Map<string, string>();
  /** Operations in the order in which they were asked for. */
  readonly asked: string[] = [];
  /** Hears of each new execution: who plays Step Functions runs it. */
  onStart: (name: string, execution: FakeExecution) => void = () => undefined;
  #endpoint: string | undefined;

  get endpoint(): string {
    if (this.#endpoint === undefined) throw new Error("The server has not been started.");
    return this.#endpoint;
  }

  /** @param atEnd is given what ends the server. @default with the test */
  static async start(atEnd?: (end: () => void) => void): Promise<AwsFake> {
    const fake = new AwsFake();
    fake.#endpoint = await loopbackServer((request) => fake.#answer(request), atEnd);
    return fake;
  }

  #answer(request: Received) {
    const target = request.headers["x-amz-target"];
    if (typeof target !== "string") return this.#publish(request);
    const operation = target.split(".")[1] ?? "";
    this.asked.push(operation);
    const refused = this.failing.get(operation);
    if (refused !== undefined) return refusal(refused);
    const input: Record<string, unknown> = JSON.parse(request.body);
    if (operation === "StartExecution") return this.#startExecution(input);
    const answer = this.registry.answer(operation, input);
    if (answer === undefined) return refusal(`Unknown operation ${operation}`);
    return "error" in answer ? refusal(answer.error, answer.message) : json(answer.body);
  }

  /** The same name with the same input while it runs: the same execution. Else a name is used once. */
  #startExecution({ name, input, stateMachineArn }: Record<string, unknown>) {
    const id = String(name);
    const known = this.executions.get(id);
    if (known !== undefined && !(known.status === "RUNNING" && known.input === input))
      return refusal("ExecutionAlreadyExists");
    if (known === undefined) {
      const execution: FakeExecution = { input: String(input), status: "RUNNING" };
      this.executions.set(id, execution);
      this.onStart(id, execution);
    }
    const executionArn = `${String(stateMachineArn).replace(":stateMachine:", ":execution:")}:${id}`;
    return json({ executionArn, startDate: 1 });
  }

  /** SNS alone speaks forms and XML. */
  #publish({ body }: Received) {
    this.asked.push("Publish");
    if (this.failing.has("Publish"))
      return {
        status: 400,
        headers: { "content-type": "text/xml" },
        body: "<ErrorResponse><Error><Type>Sender</Type><Code>AuthorizationError</Code><Message>No.</Message></Error></ErrorResponse>",
      };
    const form = new URLSearchParams(body);
    this.published.push({ subject: form.get("Subject") ?? "", message: form.get("Message") ?? "" });
    return {
      status: 200,
      headers: { "content-type": "text/xml" },
      body: "<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>",
    };
  }
}

/** An execution as far as names and inputs go. */
export interface FakeExecution {
  readonly input: string;
  status: "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";
}

function json(body: object) {
  return {
    status: 200,
    headers: { "content-type": "application/x-amz-json-1.0" },
    body: JSON.stringify(body),
  };
}

function refusal(type: string, message = "Refused.") {
  return {
    status: 400,
    headers: { "content-type": "application/x-amz-json-1.0" },
    body: JSON.stringify({ __type: type, message }),
  };
}
