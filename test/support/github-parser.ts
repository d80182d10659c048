import { registerHooks } from "node:module";

// GitHub's parser imports its schema as bundlers do, without saying that it is JSON; Node wants it said.
registerHooks({
  resolve: (specifier, context, next) => {
    const found = next(specifier, context);
    return found.url.endsWith(".min.json") ? { ...found, importAttributes: { type: "json" } } : found;
  },
});

const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } = await import(
  "@actions/workflow-parser"
);

/** What GitHub's own parser has to say of a workflow: its schema, its expressions and their contexts. */
export async function workflowFaults(name: string, content: string): Promise<string[]> {
  const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  if (value !== undefined) await convertWorkflowTemplate(context, value);
  return context.errors.getErrors().map(({ message }) => message);
}
