/**
 * What can be said of an exponent or a mean from numbers that were measured.
 *
 * @module
 */

export * from "./power_law.ts";
