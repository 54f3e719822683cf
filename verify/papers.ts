/**
 * The papers that the catalogue's claims come from, as reports and citations name them.
 *
 * @module
 */

/** A paper. */
export interface Paper {
  /** Its title; for a collection, the collection's name. */
  readonly title: string;
  /** Family names of its authors, in the paper's order; none for a collection. */
  readonly authors: readonly string[];
  /** The year of the version that the claims are taken from. */
  readonly year?: number;
  /** The identifier on arXiv. */
  readonly arxiv?: string;
}

/** What is known of papers, by the key that claim ids begin with. */
const PAPERS: ReadonlyMap<string, Paper> = new Map<string, Paper>([
  ["spgd", {
    title:
      "SVD-Preconditioned Gradient Descent Method for Solving Nonlinear Least Squares Problems",
    authors: ["Chang", "Hao", "Liu"],
    year: 2026,
  }],
  ["psgd", {
    title:
      "Design Criteria for SGD Preconditioners: Local Conditioning, Noise Floors, and Basin Stability",
    authors: ["Scott", "Xu", "Tang", "Pichette-Emmons", "Ye", "Saad", "Xi"],
    year: 2025,
    arxiv: "2511.19716",
  }],
  ["dual", {
    title: "Dual Space Preconditioning for Gradient Descent in the Overparameterized Regime",
    authors: ["Ghane", "Akhtiamov", "Hassibi"],
    year: 2026,
    arxiv: "2603.10485",
  }],
  ["adam-gn", {
    title: "Adam or Gauss-Newton? A Comparative Study In Terms of Basis Alignment and SGD Noise",
    authors: ["Liu", "Bansal", "Morwani", "Vyas", "Alvarez-Melis", "Kakade"],
    year: 2025,
  }],
  ["gn-flow", {
    title: "Gauss-Newton Dynamics for Neural Networks: A Riemannian Optimization Perspective",
    authors: ["Cayci"],
    year: 2024,
    arxiv: "2412.14031",
  }],
  ["calibration", { title: "Classical theorems", authors: [] }],
]);

/**
 * The paper that claims are from: one of the catalogue; otherwise by the title that the module of one
 * of them gives, and where none does, by the key that their ids begin with.
 *
 * @param key What the ids begin with.
 * @param claims The evidence of its claims.
 */
export function paperNamed(
  key: string,
  claims: readonly { readonly paperTitle: string | null }[],
): Paper {
  const title = claims.find(({ paperTitle }) => paperTitle !== null)?.paperTitle ?? undefined;
  if (title !== undefined) return { title, authors: [] };
  return PAPERS.get(key) ?? { title: key, authors: [] };
}

/** Orders keys of papers as the catalogue does; those that it does not have come last, by name. */
export function comparePapers(a: string, b: string): number {
  const keys = [...PAPERS.keys()];
  const rank = (key: string) => PAPERS.has(key) ? keys.indexOf(key) : keys.length;
  return rank(a) - rank(b) || (a < b ? -1 : Number(a > b));
}
