/**
 * Rewrites the arithmetic of a module, so that it can be rounded at random.
 *
 * @module
 */

import {
  type AnyNode,
  type AssignmentExpression,
  type Expression,
  type Identifier,
  type ImportExpression,
  type MemberExpression,
  type Node,
  parse,
  type Program,
} from "acorn";
import { fullAncestor } from "acorn-walk";
import { generate, GENERATOR, type Generator, type State } from "astring";
import { inexactConstants, isInexactNumber } from "./_constants.ts";
import { INEXACT_FUNCTIONS } from "./runtime.ts";

/** The functions of the runtime that stand for the operators. */
const OPERATORS: Readonly<Record<string, string>> = {
  "+": "add",
  "-": "subtract",
  "*": "multiply",
  "/": "divide",
  "**": "power",
};

const FUNCTIONS: ReadonlySet<string> = new Set(INEXACT_FUNCTIONS);

/**
 * The module with every `+`, `-`, `*`, `/` and `**`, every compound assignment with one of them and
 * every inexact function of `Math` replaced by a call of the runtime; so are numbers that float64 only
 * approximates (`0.1`, `Math.PI`), and names that the module gives to such numbers once and for all.
 * Outside of a run of random rounding the result does what the source does.
 *
 * What stays: `++` and `--`, the unary minus, `%`, concatenations with a literal string, operations on
 * two integer literals, numbers that something is compared with, arithmetic that is itself a
 * computed key (`a[i * n + j]`: exact wherever it is an index), functions of `Math` with exact results, and every `Math` in a function or a
 * module that declares a variable of this name.
 *
 * @param source An ES module in JavaScript.
 * @param runtimeUrl Where the module finds `runtime.ts`.
 * @throws {SyntaxError} If the source is not a module in JavaScript.
 */
export function rewriteArithmetic(source: string, runtimeUrl: string): string {
  const program = parse(source, {
    ecmaVersion: "latest",
    sourceType: "module",
    allowHashBang: true,
  });
  let prefix = "$rounding_";
  while (source.includes(prefix)) prefix += "_";
  const used = new Set<string>();
  const runtime = (name: string): Identifier => {
    used.add(name);
    return identifier(prefix + name);
  };
  // A declared name is not followed by what follows it in nearly all of its uses.
  const shadowing = /\bMath\b(?!\s*\.)/.test(source)
    ? scopesThatDeclareMath(program)
    : new Set<Node>();

  const constants = inexactConstants(program);

  // Nodes are replaced in place after their children, so that ancestors stay what they are.
  fullAncestor(program, (visited, _state, ancestors) => {
    const node = visited as AnyNode;
    const parent = ancestors[ancestors.length - 2] as AnyNode | undefined;
    if (node.type === "BinaryExpression") {
      const operator = OPERATORS[node.operator];
      if (operator === undefined || staysAsItIs(node.operator, node.left, node.right)) return;
      if (isIndex(ancestors)) return;
      become(node, call(runtime(operator), [node.left as Expression, node.right]));
    } else if (node.type === "AssignmentExpression") {
      const operator = OPERATORS[node.operator.slice(0, -1)];
      if (operator !== undefined) rewriteAssignment(node, operator, runtime, prefix);
    } else if (isInexactNumber(node)) {
      if (isTarget(node, parent) || isComparedOrKey(node, parent)) return;
      if (node.type !== "Literal" && ancestors.some((scope) => shadowing.has(scope))) return;
      become(node, call(runtime("constant"), [{ ...node } as Expression]));
    } else if (
      node.type === "Identifier" &&
      (constants.numbers.has(node.name) || constants.structures.has(node.name))
    ) {
      if (!isValue(node, parent) || isComparedOrKey(node, parent)) return;
      const kind = constants.numbers.has(node.name) ? "constant" : "structure";
      const value = call(runtime(kind), [identifier(node.name)]);
      if (parent?.type === "Property" && parent.shorthand) {
        parent.shorthand = false;
        parent.key = identifier(node.name);
        parent.value = value;
      } else {
        become(node, value);
      }
    } else if (node.type === "Identifier" && node.name === "Math") {
      if (!isReference(node, parent) || ancestors.some((scope) => shadowing.has(scope))) return;
      if (parent?.type === "MemberExpression" && parent.object === node && !parent.computed) {
        // Direct uses are the parent's matter, once its children are done.
        if (!parent.optional) return;
      }
      if (parent?.type === "Property" && parent.shorthand) {
        parent.shorthand = false;
        parent.key = identifier("Math");
        parent.value = runtime("math");
      } else {
        become(node, runtime("math"));
      }
    } else if (node.type === "MemberExpression" && isInexactFunction(node)) {
      if (isTarget(node, parent) || ancestors.some((scope) => shadowing.has(scope))) return;
      become(node, runtime((node.property as Identifier).name));
    }
  });

  const imports = [...used].map((name) => `${name} as ${prefix}${name}`).join(", ");
  const code = generate(program as Node, { generator: COMPLETE_GENERATOR });
  return used.size === 0
    ? code
    : `import { ${imports} } from ${JSON.stringify(runtimeUrl)};\n${code}`;
}

function rewriteAssignment(
  node: AssignmentExpression,
  operator: string,
  runtime: (name: string) => Identifier,
  prefix: string,
): void {
  const { left: target, right } = node;
  if (target.type === "Identifier" || (target.type === "MemberExpression" && isSimple(target))) {
    // To name the target twice does no harm: nothing happens in between.
    node.operator = "=";
    node.right = call(runtime(operator), [target, right]);
    return;
  }
  if (target.type !== "MemberExpression") return;
  if (target.object.type !== "Super" && target.property.type !== "PrivateIdentifier") {
    const key = target.computed ? target.property : literal((target.property as Identifier).name);
    const loaded = call(runtime("load"), [target.object, key]);
    become(node, call(runtime("store"), [loaded, right, runtime(operator)]));
    return;
  }
  // A private member, or one of super, can only be named here. The first arrow function reads it, then
  // the right side is evaluated (outside of them, where it may yield or await), the second writes it:
  // ((loaded, right) => object.#key = add(loaded.old, right))(((object) => …)(object), right)
  const evaluated = identifier(`${prefix}evaluated`);
  const loaded = identifier(`${prefix}loaded`);
  const rightSide = identifier(`${prefix}right`);
  const isSuper = target.object.type === "Super";
  const memberOf = (object: Expression): MemberExpression =>
    ({
      ...target,
      object: isSuper ? target.object : object,
      property: isSuper ? object : target.property,
    }) as MemberExpression;
  const load = call(
    arrow([evaluated], objectOf({ base: evaluated, old: memberOf(evaluated) })),
    [isSuper ? target.property as Expression : target.object as Expression],
  );
  const assignment = {
    type: "AssignmentExpression",
    operator: "=",
    left: memberOf(member(loaded, "base")),
    right: call(runtime(operator), [member(loaded, "old"), rightSide]),
  } as AssignmentExpression;
  become(node, call(arrow([loaded, rightSide], assignment), [load, right]));
}

/** Whether to evaluate the member's object and key twice is to evaluate them once. */
function isSimple({ object, property, computed }: MemberExpression): boolean {
  const plainObject = object.type === "Identifier" || object.type === "ThisExpression" ||
    object.type === "Super";
  return plainObject &&
    (!computed || property.type === "Literal" || property.type === "Identifier");
}

/** Whether the node is arithmetic on a computed key, which is exact wherever the key is an index. */
function isIndex(ancestors: readonly Node[]): boolean {
  const index = ancestors.findLastIndex(({ type }) => type !== "BinaryExpression");
  const owner = ancestors[index] as AnyNode | undefined;
  return owner?.type === "MemberExpression" && owner.computed &&
    owner.property === ancestors[index + 1];
}

function staysAsItIs(operator: string, left: Node, right: Node): boolean {
  if (operator === "+" && (isText(left as AnyNode) || isText(right as AnyNode))) return true;
  return operator !== "/" && operator !== "**" && isInteger(left as AnyNode) &&
    isInteger(right as AnyNode);
}

function isText(node: AnyNode): boolean {
  return node.type === "TemplateLiteral" ||
    (node.type === "Literal" && typeof node.value === "string");
}

/** Whether it is a literal integer so small that sums and products of two are exact. */
function isInteger(node: AnyNode): boolean {
  return node.type === "Literal" && Number.isInteger(node.value) &&
    Math.abs(node.value as number) < 2 ** 26;
}

function isInexactFunction(node: MemberExpression): boolean {
  return node.object.type === "Identifier" && node.object.name === "Math" && !node.computed &&
    node.property.type === "Identifier" && FUNCTIONS.has(node.property.name);
}

/** Whether a number is compared with others, where it may be meant to the bit, or names a member. */
function isComparedOrKey(node: Node, parent: AnyNode | undefined): boolean {
  switch (parent?.type) {
    case "BinaryExpression":
      return OPERATORS[parent.operator] === undefined;
    case "SwitchCase":
      return parent.test === node;
    case "Property":
    case "PropertyDefinition":
    case "MethodDefinition":
      return parent.key === node && parent.value !== node;
    case "MemberExpression":
      return parent.property === node;
    case "ObjectPattern":
      return !isTarget(node, parent);
    default:
      return false;
  }
}

/** Whether the name of a constant is read here. */
function isValue(node: Node, parent: AnyNode | undefined): boolean {
  const isDeclared = parent?.type === "VariableDeclarator" && parent.id === node;
  return !isDeclared && isReference(node, parent);
}

/** Whether the member is assigned to or deleted. */
function isTarget(node: Node, parent: AnyNode | undefined): boolean {
  switch (parent?.type) {
    case "AssignmentExpression":
      return parent.left === node;
    case "UpdateExpression":
      return true;
    case "UnaryExpression":
      return parent.operator === "delete";
    case "ForInStatement":
    case "ForOfStatement":
      return parent.left === node;
    case "ArrayPattern":
    case "RestElement":
      return true;
    case "ObjectPattern":
      // Its properties are no parents.
      return parent.properties.some((property) =>
        property.type === "RestElement" ? property.argument === node : property.value === node
      );
    case "AssignmentPattern":
      return parent.left === node;
    default:
      return false;
  }
}

/** Whether an identifier stands for a variable's value: not a name of a member, a label, a target. */
function isReference(node: Node, parent: AnyNode | undefined): boolean {
  switch (parent?.type) {
    case "MemberExpression":
      return parent.object === node || parent.computed;
    case "Property":
    case "PropertyDefinition":
    case "MethodDefinition":
      return parent.value === node || (parent.computed && parent.key === node);
    case "LabeledStatement":
    case "BreakStatement":
    case "ContinueStatement":
    case "ExportSpecifier":
    case "ImportSpecifier":
    case "MetaProperty":
      return false;
    default:
      return !isTarget(node, parent);
  }
}

/**
 * The functions and modules that declare a variable named Math anywhere but in a function inside. More
 * than the variable's own scope, but what is left out is only not rounded at random.
 */
function scopesThatDeclareMath(program: Program): ReadonlySet<Node> {
  const scopes = new Set<Node>();
  fullAncestor(program, (visited, _state, ancestors) => {
    const node = visited as AnyNode;
    const isFunction = (scope: Node) =>
      /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(scope.type);
    const declare = (from: number) => {
      scopes.add(ancestors.slice(0, from).findLast(isFunction) ?? program);
    };
    const here = ancestors.length;
    const declares = (pattern: Node | null | undefined) =>
      pattern !== null && pattern !== undefined && bindsMath(pattern as AnyNode);
    switch (node.type) {
      case "VariableDeclarator":
        if (declares(node.id)) declare(here);
        break;
      case "CatchClause":
        if (declares(node.param)) declare(here);
        break;
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        if (node.params.some(declares)) declare(here);
        if (declares(node.id)) {
          node.type === "FunctionDeclaration" ? declare(here - 1) : declare(here);
        }
        break;
      case "ClassDeclaration":
      case "ClassExpression":
        if (declares(node.id)) declare(here);
        break;
      case "ImportDeclaration":
        if (node.specifiers.some(({ local }) => local.name === "Math")) declare(here);
        break;
    }
  });
  return scopes;
}

function bindsMath(pattern: AnyNode): boolean {
  switch (pattern.type) {
    case "Identifier":
      return pattern.name === "Math";
    case "ObjectPattern":
      return pattern.properties.some((property) =>
        bindsMath(property.type === "Property" ? property.value : property)
      );
    case "ArrayPattern":
      return pattern.elements.some((element) => element !== null && bindsMath(element));
    case "AssignmentPattern":
      return bindsMath(pattern.left);
    case "RestElement":
      return bindsMath(pattern.argument);
    default:
      return false;
  }
}

/** Makes a node another one, for all that refer to it. */
function become(node: Node, other: Node): void {
  const target = node as unknown as Record<string, unknown>;
  for (const key of Object.keys(target)) delete target[key];
  Object.assign(target, other);
}

function identifier(name: string): Identifier {
  return { type: "Identifier", name } as Identifier;
}

function literal(value: string): Expression {
  return { type: "Literal", value, raw: JSON.stringify(value) } as Expression;
}

function call(callee: Expression, parameters: readonly Expression[]): Expression {
  return {
    type: "CallExpression",
    callee,
    arguments: [...parameters],
    optional: false,
  } as unknown as Expression;
}

function member(object: Expression, name: string): Expression {
  return {
    type: "MemberExpression",
    object,
    property: identifier(name),
    computed: false,
    optional: false,
  } as Expression;
}

function arrow(params: readonly Identifier[], body: Expression): Expression {
  return {
    type: "ArrowFunctionExpression",
    params: [...params],
    body,
    expression: true,
    generator: false,
    async: false,
  } as unknown as Expression;
}

function objectOf(members: Readonly<Record<string, Expression>>): Expression {
  return {
    type: "ObjectExpression",
    properties: Object.entries(members).map(([name, value]) => ({
      type: "Property",
      key: identifier(name),
      value,
      kind: "init",
      method: false,
      shorthand: false,
      computed: false,
    })),
  } as unknown as Expression;
}

/** astring's generator with what it leaves out. */
const COMPLETE_GENERATOR: Generator = {
  ...GENERATOR,
  // (a?.b).c throws where a is undefined, a?.b.c does not.
  ChainExpression(node, state) {
    state.write("(");
    print(this, node.expression, state);
    state.write(")");
  },
  // The second argument holds attributes.
  ImportExpression(node, state) {
    const { source, options } = node as unknown as ImportExpression;
    state.write("import(");
    print(this, source, state);
    if (options) {
      state.write(", ");
      print(this, options, state);
    }
    state.write(")");
  },
};

function print(generator: Generator, node: Node, state: State): void {
  (generator as Record<string, (node: Node, state: State) => void>)[node.type]!.call(
    generator,
    node,
    state,
  );
}
