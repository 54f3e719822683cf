/**
 * What a run leaves behind: the evidence files, and the pages that are made from them.
 *
 * @module
 */

export * from "./files.ts";
export { renderSite, type SiteOptions, type SiteSource, writeSite } from "./site/site.ts";
