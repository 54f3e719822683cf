/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/**
 * What every page of the site has in common.
 *
 * @module
 */

import type { ComponentChildren, VNode } from "preact";
// What JSX becomes calls of: another project's graph of modules does not see it otherwise.
import "preact/jsx-runtime";
import { renderToString } from "preact-render-to-string";
import { clip } from "./text.tsx";

/**
 * Lets a page load nothing but the files beside it, and run no script that stands in it, whatever
 * the evidence holds. `file:` is for pages opened from a disk, where browsers differ on 'self'.
 */
const POLICY = [
  "default-src 'none'",
  "style-src 'self' file: 'unsafe-inline'",
  "font-src 'self' file:",
  "img-src 'self' file: data:",
  "script-src 'self' file:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** A place on the way from the index to a page. */
export interface Crumb {
  /** What it is called. */
  readonly name: string;
  /** Where it is; the page itself has none. */
  readonly href?: string;
}

/** What a page is made of. */
export interface PageProps {
  /** The title of the window. */
  readonly title: string;
  /** The way to the report's folder: `.` or `..`. */
  readonly root: "." | "..";
  /** The way from the index to this page. */
  readonly crumbs: readonly Crumb[];
  /** What stands between header and footer. */
  readonly children: ComponentChildren;
  /** What stands at the foot. */
  readonly foot: ComponentChildren;
}

function Page({ title, root, crumbs, children, foot }: PageProps): VNode {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={POLICY} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{clip(title, 160)}</title>
        <link rel="icon" type="image/svg+xml" href={`${root}/assets/icon.svg`} />
        <link rel="stylesheet" href={`${root}/assets/katex/katex.min.css`} />
        <link rel="stylesheet" href={`${root}/assets/site.css`} />
        <script src={`${root}/assets/site.js`} defer />
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="site">
          <nav aria-label="Breadcrumb">
            <ol>
              <li>
                <a class="brand" href={`${root}/index.html`}>Assay</a>
              </li>
              {crumbs.map(({ name, href }) => (
                <li>
                  {href === undefined
                    ? <span aria-current="page">{clip(name, 80)}</span>
                    : <a href={href}>{clip(name, 80)}</a>}
                </li>
              ))}
            </ol>
          </nav>
        </header>
        <main id="content">{children}</main>
        <footer class="site">{foot}</footer>
      </body>
    </html>
  );
}

/** A page as the text of its file. */
export function renderPage(page: PageProps): string {
  return `<!DOCTYPE html>\n${renderToString(<Page {...page} />)}\n`;
}
