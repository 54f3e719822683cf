/**
 * Mutants of a module: the same source with one small mistake each, made over its syntax tree.
 *
 * @module
 */

import { type AnyNode, type Node, parse, type Token } from "acorn";
import { fullAncestor } from "acorn-walk";
import { stripTypeScriptTypes } from "node:module";

/** One mistake. */
export interface Mutant {
  /** What kind of mistake. */
  readonly kind: string;
  /** The line, from 1. */
  readonly line: number;
  /** Where the changed text begins. */
  readonly start: number;
  /** Where it ends. */
  readonly end: number;
  /** What stands there instead. */
  readonly text: string;
}

/** What other operators stand in for one. */
const OPERATORS: Readonly<Record<string, readonly [kind: string, ...others: string[]]>> = {
  "<": ["comparison", "<=", ">="],
  "<=": ["comparison", "<", ">"],
  ">": ["comparison", ">=", "<="],
  ">=": ["comparison", ">", "<"],
  "===": ["comparison", "!=="],
  "!==": ["comparison", "==="],
  "+": ["arithmetic", "-"],
  "-": ["arithmetic", "+"],
  "*": ["arithmetic", "/"],
  "/": ["arithmetic", "*"],
  "%": ["arithmetic", "*"],
  "**": ["arithmetic", "*"],
  "&&": ["logic", "||"],
  "||": ["logic", "&&"],
  "??": ["logic", "&&"],
  "+=": ["arithmetic", "-="],
  "-=": ["arithmetic", "+="],
  "*=": ["arithmetic", "/="],
  "/=": ["arithmetic", "*="],
  "++": ["arithmetic", "--"],
  "--": ["arithmetic", "++"],
};

/**
 * Every mutant of a module, in the order of the source. Comments and types have none; whether a mutant
 * passes the type checker is not told.
 *
 * @param source A module in TypeScript, without JSX.
 * @throws {SyntaxError} If it is none.
 */
export function mutantsOf(source: string): Mutant[] {
  // Types become blanks, so that every place is the same in both texts.
  const stripped = stripTypeScriptTypes(source);
  if (stripped.length !== source.length) throw new SyntaxError("the places of its types are lost");
  const tokens: Token[] = [];
  const program = parse(stripped, {
    ecmaVersion: "latest",
    sourceType: "module",
    locations: true,
    onToken: tokens,
  });
  const found: Mutant[] = [];
  const change = (kind: string, { start, end }: { start: number; end: number }, text: string) => {
    const line = source.slice(0, start).split("\n").length;
    found.push({ kind, line, start, end, text });
  };
  const textOf = ({ start, end }: Node) => source.slice(start, end);
  const operatorBetween = (operator: string, from: number, to: number) => {
    const token = tokens.find(({ start, end }) =>
      start >= from && end <= to && stripped.slice(start, end) === operator
    )!;
    const [kind, ...others] = OPERATORS[operator] ?? [""];
    for (const other of others) change(kind, token, other);
  };
  const negate = (test: Node) => change("condition", test, `!(${textOf(test)})`);

  fullAncestor(program, (visited, _state, ancestors) => {
    const node = visited as AnyNode;
    const parent = ancestors[ancestors.length - 2] as AnyNode | undefined;
    switch (node.type) {
      case "BinaryExpression":
        if (node.operator === "+" && (isText(node.left) || isText(node.right))) return;
        return operatorBetween(node.operator, node.left.end, node.right.start);
      case "LogicalExpression":
      case "AssignmentExpression":
        return operatorBetween(node.operator, node.left.end, node.right.start);
      case "UpdateExpression":
        return operatorBetween(node.operator, node.start, node.end);
      case "UnaryExpression":
        if (node.operator === "!") change("negation", node, `(${textOf(node.argument)})`);
        else if (node.operator === "-" && node.argument.type !== "Literal") {
          change("negation", node, `(${textOf(node.argument)})`);
        }
        return;
      case "Literal":
        if (isName(node, parent)) return;
        if (typeof node.value === "boolean") change("constant", node, `${!node.value}`);
        else if (typeof node.value === "number" && Number.isFinite(node.value)) {
          for (const value of [node.value + 1, node.value - 1]) {
            // Of large and of small numbers the next ones say nothing.
            const isOrdinary = Number.isInteger(node.value) && Math.abs(node.value) < 1e6;
            const other = isOrdinary ? value : value > node.value ? node.value * 2 : node.value / 2;
            change("constant", node, other < 0 ? `(${other})` : `${other}`);
          }
        }
        return;
      case "IfStatement":
        if (!node.alternate && leaves(node.consequent)) change("guard", node, ";");
        return negate(node.test);
      case "ConditionalExpression":
        return negate(node.test);
      case "ExpressionStatement":
        if (node.directive === undefined && !/^super\b/.test(textOf(node))) {
          change("statement", node, ";");
        }
        return;
      case "ReturnStatement":
        if (node.argument) change("returned value", node.argument, "undefined!");
        return;
      case "ArrowFunctionExpression":
        if (node.expression) change("returned value", node.body, "undefined!");
        return;
    }
  });
  return found.sort((a, b) => a.start - b.start || a.end - b.end || (a.text < b.text ? -1 : 1));
}

/** The source with the mistake in it. */
export function applyMutant(source: string, { start, end, text }: Mutant): string {
  return source.slice(0, start) + text + source.slice(end);
}

/** What a mutant changes, as two lines of a diff for each line of the source. */
export function diffOf(source: string, mutant: Mutant): string {
  const from = source.lastIndexOf("\n", mutant.start - 1) + 1;
  const next = source.indexOf("\n", mutant.end);
  const to = next === -1 ? source.length : next;
  const marked = (sign: string, text: string) =>
    text.split("\n").map((line) => `${sign} ${line}`).join("\n");
  const changed = source.slice(from, mutant.start) + mutant.text + source.slice(mutant.end, to);
  return `${marked("-", source.slice(from, to))}\n${marked("+", changed)}`;
}

/** Whether a + beside it joins strings. */
function isText(node: Node): boolean {
  const { type, value } = node as Node & { readonly value?: unknown };
  return type === "TemplateLiteral" || (type === "Literal" && typeof value === "string");
}

/** Whether a literal is the name of a property or of a module. */
function isName(node: Node, parent: AnyNode | undefined): boolean {
  return (parent?.type === "Property" && parent.key === node && !parent.computed) ||
    parent?.type === "ImportAttribute";
}

/** Whether a statement ends with leaving what it stands in. */
function leaves(node: Node): boolean {
  const statement = node as AnyNode;
  if (statement.type === "BlockStatement") {
    const last = statement.body.at(-1);
    return last !== undefined && leaves(last);
  }
  const leaving = ["ReturnStatement", "ThrowStatement", "ContinueStatement", "BreakStatement"];
  return leaving.includes(statement.type);
}
