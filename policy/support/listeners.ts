import type { Reading } from "./reading.ts";

/** What a listener of a load balancer does with a request, in order. */
export type Actions = readonly {
  readonly type: string;
  readonly order?: number | undefined;
  readonly authenticateCognito?: Login | undefined;
  readonly authenticateOidc?: Login | undefined;
}[];

/** How an action lets people sign in. */
interface Login {
  /** `allow` lets everybody pass, signed in or not. */
  readonly onUnauthenticatedRequest?: string | undefined;
}

/** Whether a request is handed on without the person having signed in. An unknown action counts as none. */
export function isForwardedWithoutLogin(actions: Reading<Actions>): boolean {
  const steps = actions
    .items()
    .map((action, index) => ({ order: action.get("order").value ?? index + 1, action }))
    .sort((a, b) => a.order - b.order)
    .map(({ action }) => action);
  const forward = steps.findIndex((action) => action.get("type").is((name) => name === "forward"));
  const login = steps.findIndex(asksForLogin);
  return forward >= 0 && (login < 0 || login > forward);
}

function asksForLogin(action: Reading<Actions[number]>): boolean {
  const isLogin = action.get("type").is((name) => name.startsWith("authenticate-"));
  const ways = [action.get("authenticateCognito"), action.get("authenticateOidc")];
  return isLogin && !ways.some((way) => way.get("onUnauthenticatedRequest").is((what) => what === "allow"));
}

/** Whether every request is led to HTTPS. */
export function redirectsToHttps(
  actions: Reading<readonly { readonly redirect?: { readonly protocol?: string | undefined } | undefined }[]>,
): boolean {
  return actions.items().some((action) =>
    action
      .get("redirect")
      .get("protocol")
      .is((name) => name === "HTTPS"),
  );
}
