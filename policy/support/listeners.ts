import type { Reading } from "./reading.ts";

/** What a listener of a load balancer does with a request, in order. */
export type Actions = readonly { readonly type: string; readonly order?: number | undefined }[];

/** Whether a request is handed on without the person having signed in. An unknown action counts as none. */
export function isForwardedWithoutLogin(actions: Reading<Actions>): boolean {
  const types = actions
    .items()
    .map((action, index) => ({ order: action.get("order").value ?? index + 1, type: action.get("type") }))
    .sort((a, b) => a.order - b.order)
    .map(({ type }) => type);
  const forward = types.findIndex((type) => type.is((name) => name === "forward"));
  const login = types.findIndex((type) => type.is((name) => name.startsWith("authenticate-")));
  return forward >= 0 && (login < 0 || login > forward);
}
