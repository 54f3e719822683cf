/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/**
 * Text to be taken elsewhere.
 *
 * @module
 */

import type { VNode } from "preact";
import { clip } from "./text.tsx";

/** The longest text that is offered for copying, where nothing else is said; citations are shorter. */
const LONGEST = 10_000;

/**
 * A text to be taken elsewhere; the script adds a button that copies it.
 *
 * @param props.most The most characters of it. Default: 10,000.
 */
export function Copyable({ text, most = LONGEST }: { text: string; most?: number }): VNode {
  return (
    <div class="copyable">
      <pre class="scroll" tabIndex={0}><code>{clip(text, most)}</code></pre>
    </div>
  );
}
