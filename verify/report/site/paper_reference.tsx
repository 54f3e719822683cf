/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/**
 * A paper, as a page refers to it.
 *
 * @module
 */

import type { VNode } from "preact";
import type { Paper } from "../../papers.ts";
import { Clipped } from "./text.tsx";

/** Authors, title, year and arXiv identifier, of what is known of them. */
export function PaperReference({ paper }: { paper: Paper }): VNode {
  const { title, authors, year, arxiv } = paper;
  return (
    <>
      {authors.length > 0 && `${listed(authors)}. `}
      <cite>
        <Clipped text={title} most={200} />
      </cite>
      {year !== undefined && ` (${year})`}
      {arxiv !== undefined && (
        <>
          , <a href={`https://arxiv.org/abs/${arxiv}`}>arXiv:{arxiv}</a>
        </>
      )}.
    </>
  );
}

/** Authors as a sentence lists them: A, B and C. */
export function listed(names: readonly string[]): string {
  const rest = names.slice(0, -1).join(", ");
  return rest === "" ? names.join("") : `${rest} and ${names.at(-1)}`;
}
