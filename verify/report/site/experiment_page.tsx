/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/**
 * The page of an experiment: its figures one after the other.
 *
 * @module
 */

import type { Figure } from "../../figure.ts";
import { FigureView } from "./figure_view.tsx";
import { renderPage } from "./page.tsx";
import { Clipped } from "./text.tsx";

/**
 * The page of an experiment, as the text of its file.
 *
 * @param title What was run.
 * @param remarks What there is to say beside the figures, a paragraph each.
 * @param figures The figures.
 */
export function renderExperimentPage(
  title: string,
  remarks: readonly string[],
  figures: readonly Figure[],
): string {
  return renderPage({
    title: `${title} · Assay`,
    root: ".",
    crumbs: [{ name: title }],
    foot: <p>{title}</p>,
    children: (
      <>
        <header class="title">
          <p class="eyebrow">Experiment</p>
          <h1>
            <Clipped text={title} />
          </h1>
        </header>
        {remarks.map((text) => (
          <p>
            <Clipped text={text} />
          </p>
        ))}
        {figures.map((figure) => <FigureView figure={figure} />)}
      </>
    ),
  });
}
