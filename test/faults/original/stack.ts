/**
 * The infrastructure of the system that this one replaces, written down as a Pulumi program as far as its faults show.
 * The tests of this folder hold the same questions up to it and to our stacks: it must fail each, or the question would
 * not notice the fault. Nothing here is ever deployed, and every name and number is made up.
 */
import "./dashboard.ts";
import "./data.ts";
import "./github.ts";
import "./pipeline.ts";
