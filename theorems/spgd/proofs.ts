/**
 * The proof of Theorem 3 as a chain of links, each as the paper's text derives it.
 *
 * Lemma 9 is missing: the proof does not use it.
 *
 * Equations (24), (28), … of the appendix have the numbers of others in the main text. They go by
 * their lemmas here.
 *
 * @module
 */

import type { Proof } from "../../verify/mod.ts";

/** The proofs that claims check link by link. */
export const proofs: readonly Proof[] = [{
  id: "spgd/theorem-3",
  title: "Theorem 3",
  steps: [
    { name: "(35)", says: "‖λ_t‖_∞ ≤ C_∞M", claim: "spgd/eq-35", from: [] },
    { name: "Lemma 5", says: "‖A_t^{−1/2}‖ is bounded", claim: "spgd/lemma-5", from: ["(35)"] },
    {
      name: "(37)",
      says: "Lemma 6, the descent lemma",
      claim: "spgd/lemma-6",
      label: "(37)",
      from: [],
    },
    {
      name: "(38)",
      says: "f(z_{t+1}) by I_1 to I_4",
      claim: "spgd/lemma-6",
      label: "(38)",
      from: ["(37)"],
    },
    { name: "Lemma 7", says: "z_{t+1} − z_t by A_t, m_t, λ_t", claim: "spgd/lemma-7", from: [] },
    {
      name: "A_t in Lemma 8",
      says: "{A_t} is non-decreasing",
      claim: "spgd/lemma-8",
      label: "{A_t}",
      from: [],
    },
    {
      name: "(24) in Lemma 8",
      says: "‖I − A_t A_{t−1}^{−1}‖ ≤ 1",
      claim: "spgd/lemma-8",
      label: "‖I − A_tA_{t−1}^{-1}‖",
      from: ["A_t in Lemma 8"],
    },
    {
      name: "Lemma 8",
      says: "how long z_{t+1} − z_t is",
      claim: "spgd/lemma-8",
      label: "‖z_{t+1} − z_t‖",
      from: ["Lemma 7", "(24) in Lemma 8"],
    },
    { name: "Lemma 10", says: "‖λ_{1:T,i}‖, summed", claim: "spgd/lemma-10", from: [] },
    { name: "Lemma 11", says: "‖A_t m_t‖², ‖A_t λ_t‖², summed", claim: "spgd/lemma-11", from: [] },
    {
      name: "Lemma 12",
      says: "‖A_t m_t‖, ‖A_t λ_t‖, summed",
      claim: "spgd/lemma-12",
      from: ["Lemma 11"],
    },
    {
      name: "(39)",
      says: "the first term, I_1",
      claim: "spgd/eq-40",
      label: "(39)",
      from: [],
    },
    {
      name: "(40)",
      says: "I_1 by Lemma 8",
      claim: "spgd/eq-40",
      label: "(40)",
      from: ["Lemma 8", "(39)"],
    },
    { name: "(41)", says: "I_1, summed", claim: "spgd/eq-41", from: ["(40)"] },
    {
      name: "(42)",
      says: "the second term, I_2",
      claim: "spgd/eq-44",
      label: "(42)",
      from: [],
    },
    {
      name: "(43)",
      says: "I_2 by Lemma 8",
      claim: "spgd/eq-44",
      label: "(43)",
      from: ["Lemma 8", "(42)"],
    },
    { name: "(44)", says: "I_2, summed", claim: "spgd/eq-44", label: "(44)", from: ["(43)"] },
    {
      name: "(45)",
      says: "the third term, I_3",
      claim: "spgd/eq-48",
      label: "(45)",
      from: ["Lemma 7"],
    },
    {
      name: "(46)",
      says: "I_3^{(A)} by A_{t−1} − A_t",
      claim: "spgd/eq-48",
      label: "(46)",
      from: ["(45)"],
    },
    {
      name: "(47)",
      says: "‖A_{t−1} − A_t‖, as A_t falls",
      claim: "spgd/eq-48",
      label: "(47)",
      from: [],
    },
    {
      name: "(48)",
      says: "I_3^{(A)} by ‖A_t‖",
      claim: "spgd/eq-48",
      label: "(48)",
      from: ["(46)", "(47)"],
    },
    { name: "(49)", says: "I_3^{(A)}, summed", claim: "spgd/eq-49", from: ["(48)"] },
    {
      name: "(50)",
      says: "‖∇f(θ_t)‖ by I_3^{(B)}",
      claim: "spgd/eq-52",
      label: "(50)",
      from: [],
    },
    { name: "(51)", says: "‖B_t^{−1} A_t^{−1/2}‖", claim: "spgd/eq-51", from: ["Lemma 5"] },
    {
      name: "(52)",
      says: "‖∇f(θ_t)‖² by I_3^{(B)}",
      claim: "spgd/eq-52",
      label: "(52)",
      from: ["(50)", "(51)"],
    },
    { name: "(53)", says: "(52), averaged", claim: "spgd/eq-52", label: "(53)", from: ["(52)"] },
    {
      name: "(54)",
      says: "the fourth term, I_4",
      claim: "spgd/eq-55",
      label: "(54)",
      from: ["Lemma 8"],
    },
    { name: "(55)", says: "I_4, summed", claim: "spgd/eq-55", label: "(55)", from: ["(54)"] },
    {
      name: "(56)",
      says: "f(z_{T+1}) − f(z_2), t ≥ 2",
      claim: "spgd/theorem-3",
      label: "(56)",
      from: ["(38)", "(45)"],
    },
    {
      name: "(57)",
      says: "f(z_2) − f(z_1), t = 1",
      claim: "spgd/theorem-3",
      label: "(57)",
      from: ["(37)", "Lemma 7"],
    },
    {
      name: "(58)",
      says: "f(z_{T+1}) − f(z_1)",
      claim: "spgd/theorem-3",
      label: "(58)",
      from: ["(56)", "(57)"],
    },
    {
      name: "(59)",
      says: "the average by the sums of steps",
      claim: "spgd/theorem-3",
      label: "(59)",
      from: ["(41)", "(44)", "(49)", "(53)", "(55)", "(58)"],
    },
    {
      name: "(60)",
      says: "the average by Σ‖λ_{1:T,i}‖",
      claim: "spgd/theorem-3",
      label: "(60)",
      from: ["Lemma 11", "Lemma 12", "(59)"],
    },
    {
      name: "(36)",
      says: "the bound of Theorem 3",
      claim: "spgd/theorem-3",
      label: "(36)",
      from: ["Lemma 10", "(60)"],
    },
  ],
}];
