import { createServer, type RequestListener, type Server } from "node:http";

/**
 * What a load balancer of AWS lets through, names and values together, in bytes. A login alone may fill three quarters of
 * Node's default of 16 KB: claims of up to 11 KB, and cookies of the login beside them. Node answers more with 431.
 */
const HEADER_BYTES = 64 * 1024;
/** Requests have no body: those that take longer to arrive than this, in ms, are kept open on purpose. */
const HEADERS_MS = 15_000;
const REQUEST_MS = 30_000;
/**
 * A connection may rest this long between two requests, in ms. It must be longer than the 60 s for which the load
 * balancer keeps it: if the server were first to close it, a request on its way would be answered with 502.
 */
const KEEP_ALIVE_MS = 75_000;

/** An HTTP server with limits that fit a load balancer before it; it does not listen yet. */
export function httpServer(listener: RequestListener): Server {
  return createServer(
    {
      maxHeaderSize: HEADER_BYTES,
      headersTimeout: HEADERS_MS,
      requestTimeout: REQUEST_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    listener,
  );
}
