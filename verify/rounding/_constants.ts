/**
 * Numbers in source text that float64 only approximates.
 *
 * @module
 */

import type { AnyNode, Node, Program } from "acorn";
import { full } from "acorn-walk";
import { oddPart } from "./_exactness.ts";

const IRRATIONAL: ReadonlySet<string> = new Set([
  "E",
  "LN10",
  "LN2",
  "LOG10E",
  "LOG2E",
  "PI",
  "SQRT1_2",
  "SQRT2",
]);

/** Whether the node is a literal that is rounded when it is read, or an irrational number of `Math`. */
export function isInexactNumber(node: AnyNode): boolean {
  if (node.type === "Literal") {
    return typeof node.value === "number" && node.raw !== undefined &&
      isRounded(node.raw, node.value);
  }
  return node.type === "MemberExpression" && node.object.type === "Identifier" &&
    node.object.name === "Math" && !node.computed && node.property.type === "Identifier" &&
    IRRATIONAL.has(node.property.name);
}

/** Whether a decimal is not a number of float64. */
function isRounded(raw: string, value: number): boolean {
  const parts = /^(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(raw.replaceAll("_", ""));
  if (parts === null || value === 0 || !Number.isFinite(value)) return false;
  const [, whole = "", fraction = "", power = "0"] = parts;
  const decimal = { digits: BigInt(whole + fraction), power: Number(power) - fraction.length };
  const { odd, exponent } = oddPart(value);
  // digits · 10^power = odd · 2^exponent, with what is below a fraction bar on the other side
  const left = decimal.digits * 10n ** BigInt(Math.max(0, decimal.power)) *
    2n ** BigInt(Math.max(0, -exponent));
  const right = BigInt(odd) * 2n ** BigInt(Math.max(0, exponent)) *
    10n ** BigInt(Math.max(0, -decimal.power));
  return left !== right;
}

/**
 * The names of the constants of a module that stand for inexact numbers, and for literal objects and
 * arrays with such numbers in them: what is computed when a module is loaded is computed outside of any
 * run. A name that is declared twice, or assigned to, is left out.
 */
export function inexactConstants(program: Program): {
  readonly numbers: ReadonlySet<string>;
  readonly structures: ReadonlySet<string>;
} {
  const found = new Set<string>();
  const structures = new Set<string>();
  const isInexact = (node: AnyNode): boolean => {
    switch (node.type) {
      case "UnaryExpression":
        return node.operator === "-" && isInexact(node.argument);
      case "BinaryExpression":
        return isNumber(node) && [node.left as AnyNode, node.right].some(isInexact);
      case "Identifier":
        return found.has(node.name);
      default:
        return isInexactNumber(node);
    }
  };
  const isNumber = (node: AnyNode): boolean => {
    switch (node.type) {
      case "UnaryExpression":
        return node.operator === "-" && isNumber(node.argument);
      case "BinaryExpression":
        return /^(\+|-|\*|\/|\*\*)$/.test(node.operator) && isNumber(node.left as AnyNode) &&
          isNumber(node.right);
      case "Literal":
        return typeof node.value === "number";
      default:
        return isInexact(node);
    }
  };
  const isStructure = (node: AnyNode): boolean => {
    switch (node.type) {
      case "ArrayExpression":
        return node.elements.some((element) => element !== null && isInside(element as AnyNode));
      case "ObjectExpression":
        return node.properties.some((property) =>
          property.type === "Property" && isInside(property.value as AnyNode)
        );
      case "CallExpression":
        return isFreeze(node.callee as AnyNode) && node.arguments.length === 1 &&
          isStructure(node.arguments[0] as AnyNode);
      case "Identifier":
        return structures.has(node.name);
      default:
        return false;
    }
  };
  const isInside = (node: AnyNode) => isInexact(node) || isStructure(node);
  for (const statement of program.body) {
    const declaration = statement.type === "ExportNamedDeclaration"
      ? statement.declaration
      : statement;
    // A bundle declares with `var` what its modules declare with `const`.
    if (declaration?.type !== "VariableDeclaration") continue;
    for (const { id, init } of declaration.declarations) {
      if (id.type !== "Identifier" || !init) continue;
      if (isInexact(init as AnyNode)) found.add(id.name);
      if (isStructure(init as AnyNode)) structures.add(id.name);
    }
  }
  const bindings = new Map<string, number>();
  const assigned = (pattern: Node | null | undefined) => {
    if (!pattern) return;
    for (const name of namesIn(pattern as AnyNode)) {
      bindings.set(name, (bindings.get(name) ?? 0) + 1);
    }
  };
  full(program, (visited) => {
    const node = visited as AnyNode;
    switch (node.type) {
      case "VariableDeclarator":
      case "ClassDeclaration":
      case "ClassExpression":
        return assigned(node.id);
      case "FunctionDeclaration":
      case "FunctionExpression":
        assigned(node.id);
        return node.params.forEach(assigned);
      case "ArrowFunctionExpression":
        return node.params.forEach(assigned);
      case "CatchClause":
        return assigned(node.param);
      case "AssignmentExpression":
      case "ForInStatement":
      case "ForOfStatement":
        return assigned(node.left);
      case "UpdateExpression":
        return assigned(node.argument);
    }
  });
  for (const names of [found, structures]) {
    for (const name of names) if (bindings.get(name) !== 1) names.delete(name);
  }
  return { numbers: found, structures };
}

function isFreeze(callee: AnyNode): boolean {
  return callee.type === "MemberExpression" && !callee.computed &&
    callee.object.type === "Identifier" && callee.object.name === "Object" &&
    callee.property.type === "Identifier" && callee.property.name === "freeze";
}

/** The variables that a pattern binds or assigns to. */
function namesIn(pattern: AnyNode): string[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "ObjectPattern":
      return pattern.properties.flatMap((property) =>
        namesIn(property.type === "Property" ? property.value : property)
      );
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => element === null ? [] : namesIn(element));
    case "AssignmentPattern":
      return namesIn(pattern.left);
    case "RestElement":
      return namesIn(pattern.argument);
    default:
      return [];
  }
}
