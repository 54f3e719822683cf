export * from "./arithmetic.ts";
