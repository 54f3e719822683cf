/**
 * The handles of matrices in a value, searched through arrays and plain objects.
 *
 * @param value What `scope` returns, or what is to be released.
 * @param isHandle Tells a handle.
 */
export function handlesIn<H extends object>(
  value: unknown,
  isHandle: (part: object) => part is H,
): H[] {
  const found: H[] = [];
  const seen = new Set<object>();
  const search = (part: unknown) => {
    if (typeof part !== "object" || part === null) return;
    if (isHandle(part)) {
      found.push(part);
    } else if (!seen.has(part) && !ArrayBuffer.isView(part)) {
      seen.add(part);
      if (Array.isArray(part)) {
        for (let i = 0; i < part.length; i++) search(part[i]);
      } else {
        for (const key in part) search((part as Record<string, unknown>)[key]);
      }
    }
  };
  search(value);
  return found;
}
