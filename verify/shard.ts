/**
 * Shards: the claims of one run, dealt out to several machines.
 *
 * @module
 */

import type { ClaimRecord } from "./claim_record.ts";
import { declaredWork } from "./schedule.ts";

/** One of several shards. */
export interface Shard {
  /** Which one, counted from 1. */
  readonly index: number;
  /** How many there are. */
  readonly of: number;
}

/** A shard as it is written on the command line. */
export function shardName({ index, of }: Shard): string {
  return `${index}/${of}`;
}

/**
 * Deals claims out to shards. Those of a group that shares its observations stay together, and what
 * costs most is dealt first, each time to the shard that has least. The same claims are dealt in the
 * same way on every machine.
 *
 * @param claims The claims of the whole run.
 * @param groups The claims that share their observations, each claim in one group.
 * @param of How many shards there are.
 * @returns For each claim, in the order that they are given in, the shard that it is in, from 1.
 */
export function dealt(
  claims: readonly ClaimRecord[],
  groups: readonly (readonly ClaimRecord[])[],
  of: number,
): ReadonlyMap<ClaimRecord, number> {
  const wanted = new Set(claims);
  const jobs = groups.filter((group) => group.some((claim) => wanted.has(claim)))
    .map((group) => ({ group, work: declaredWork(group) }))
    .toSorted((one, other) => other.work - one.work);
  // More shards than groups stay empty, however many they are.
  const loads = new Array<number>(Math.min(of, jobs.length)).fill(0);
  const shards = new Map<ClaimRecord, number>();
  for (const { group, work } of jobs) {
    const least = loads.indexOf(Math.min(...loads));
    loads[least]! += work;
    for (const claim of group) shards.set(claim, least + 1);
  }
  return new Map(claims.map((claim) => [claim, shards.get(claim)!]));
}
