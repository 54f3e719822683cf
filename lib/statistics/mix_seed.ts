/**
 * A 32-bit hash of the parts (FNV-1a with a final avalanche), so that streams of different names
 * are unrelated.
 *
 * @param parts A seed and names, in order; `1` and `"1"` are different parts.
 * @returns An integer from −2³¹ to 2³¹ − 1.
 */
export function mixSeed(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const character of new TextEncoder().encode(JSON.stringify(parts))) {
    hash = Math.imul(hash ^ character, 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}
