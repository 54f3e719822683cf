import type { NumberSpread } from "../evidence.ts";
export class SpreadOfNumbers {
  add(_: unknown): void {}
  summary(): NumberSpread[] {
    return [];
  }
  remarks(): string[] {
    return [];
  }
}
