import type { RequestHandler } from "express";
import helmet from "helmet";

/**
 * Security headers. The content policy allows the dashboard's own scripts, style sheet, pictures and requests, and
 * nothing else: no inline code, no frame, no other host. Text that found its way into a page as code would not run.
 */
export function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        connectSrc: ["'self'"],
        imgSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: "no-referrer" },
    xFrameOptions: { action: "deny" },
  });
}
