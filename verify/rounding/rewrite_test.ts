import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import fc from "fast-check";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { rewriteArithmetic } from "./rewrite.ts";
import { withRandomRounding } from "./runtime.ts";
import { readRecord, rewritten } from "./testdata/rewritten.ts";

const RUNTIME = new URL("runtime.ts", import.meta.url).href;

/** Imports modules as they are and rewritten. */
async function importBoth(sources: readonly string[]): Promise<[unknown, unknown][]> {
  const folder = await Deno.makeTempDir();
  try {
    return await Promise.all(sources.map(async (source, index) => {
      const load = async (name: string, text: string) => {
        const path = join(folder, name);
        await Deno.writeTextFile(path, text);
        return (await import(pathToFileURL(path).href) as { result: unknown }).result;
      };
      return [
        await load(`${index}.js`, source),
        await load(`${index}_rewritten.js`, rewriteArithmetic(source, RUNTIME)),
      ] as [unknown, unknown];
    }));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Bodies of functions that log what they do, in order. */
const BATTERY = [
  "return [1 + 2 * 3 - 4 / 5 ** 2, (1 + 2) * (3 - 4), -(2 ** 2), (-2) ** 2, 2 ** 3 ** 2, 7 % 4 + 1]",
  "let a = 7; a += 2; a -= 1; a *= 3; a /= 4; a **= 2; a %= 5; a++; --a; return a",
  "let a = 'x'; a += 1; a += { toString: () => 'y' }; return a + 1 + 2 + `${1 + 2}` + ('a' + 'b')",
  "let a = 5n; a += 2n; a **= 3n; a *= -1n; return [a, a / 2n, a - 1n, -a * 2n]",
  "try { return 1n + 1 } catch (error) { return error.message }",
  "return [null + 1, undefined + 1, true + true, [] + {}, [1] * [2], '3' * '4', '3' - 1, new Date(5) - 1]",
  "try { return Symbol() + 1 } catch (error) { return error.constructor.name }",
  "const v = (n) => ({ valueOf() { log(n); return n } }); return v(1) + v(2) * v(3)",
  "const o = (log('o'), { k: 1 }); const f = () => (log('f'), o); f().k += (log('r'), 2); return o",
  "const a = [1, 2, 3]; let i = 0; a[i++] += 10; a[i++] *= 10; return [a, i]",
  "const a = [1, 2]; const key = { toString() { log('key'); return '0' } }; a[key] += 1; return a",
  "const a = { x: 1 }; const b = a; let o = a; o.x += (o = { x: 5 }, 2); return [a, b, o]",
  "const o = { get x() { log('get'); return 1 }, set x(v) { log('set', v) } }; return o.x += 2",
  "const o = { x: 1 }; const f = () => { o.x = 100; return 1 }; o.x += f(); return o",
  "const o = { x: 1 }; const f = () => { o.x = 100; return 1 }; o['x' + ''] += f(); return o",
  "try { null[(log('key'), 'a')] += (log('right'), 1) } catch (error) { return error.constructor.name }",
  "const o = { x: 1 }; o[(log('k'), 'x')] **= await (log('a'), Promise.resolve(3)); return o",
  "const g = function* () { const o = { x: 1 }; o.x += yield 'first'; let s = 1; s *= yield o.x; yield s }; const i = g(); return [i.next().value, i.next(5).value, i.next(9).value]",
  "class A { #p = 1; static #s = 2; get self() { log('self'); return this } add(n) { this.self.#p += n; this.#p *= 2; A.#s -= 1; return [this.#p, A.#s] } async slow() { this.self.#p **= await Promise.resolve(3); return this.#p } } const a = new A(); return [a.add(4), await a.slow()]",
  "class B { get x() { return this.y ?? 1 } set x(v) { this.y = v } } class C extends B { m() { super.x += 5; super['x'] *= 2; super[(log('key'), 'x')] -= 1; return this.y } } return new C().m()",
  "class D { static { this.x = 1; this.x += 2 } y = D.x * 2; static z = 2 ** 5 } return [D.x, new D().y, D.z]",
  "return [Math.exp(1), Math['exp'](1), Math?.exp(1), Math.exp?.(2), Math.pow(2, 3), Math.abs(-1) + Math.max(1, 2)]",
  "return [[1, 2].map(Math.sqrt), Math.hypot(...[3, 4]), Math.PI * 2, Math.atan2(1, 2)]",
  "const { exp, PI, max } = Math; return [exp(1), PI, max(1, 2)]",
  "const M = Math; const f = 'log'; return [M.log(2), Math[f](3), ({ Math }).Math.sin(1), typeof Math, Object.keys(Math)]",
  "const f = (Math) => Math.exp(1) + 1; return f({ exp: (x) => x * 10 })",
  "{ const Math = { exp: (x) => x * 7 }; log(Math.exp(2)) } return Math.exp(0)",
  "const o = { Math: { exp: () => 3 }, exp: { Math: 2 } }; return o.Math.exp() + o.exp.Math",
  "Math: for (let i = 0; i < 3; i++) { for (;;) continue Math } return 1",
  "const old = Math.tanh; Math.cube = (x) => x ** 3; const r = Math.cube(2) + 1; delete Math.cube; return [r, Math.cube, old === Math.tanh]",
  "const a = undefined; try { return (a?.b).c } catch (error) { return [error.constructor.name, a?.b.c, a?.[1 + 1]?.()] }",
  "const a = { b: { f(x) { return x + this.c }, c: 2 } }; return [(a?.b).f(1), a?.b.f(1), a.b?.['f'](1 + 1), (a?.b.f)(1)]",
  "const f = (x = 1 + 1, [y = x * 2] = [], { z = y ** 2 } = {}) => [x, y, z]; return f()",
  "const tag = (parts, ...values) => parts.raw.join('|') + values.join(); return tag`a${1 + 2}\\n${3 * 4}`",
  "const s = []; for (let i = 0, n = 3 * 2; i < n - 1; i += 2) s.push(i / 3); for (const x of [1 + 1]) s.push(x); return s",
  "const F = class { constructor(x) { this.x = x } }; const f = () => F; return [new (f())(1 + 2).x, new (F.bind(null, 1 * 2))().x]",
  "let x = 0; const f = async function* () { yield (x += 1); yield (x *= 5) }; for await (const y of f()) log(y); return x",
  "return [(1, 2) + 3, (true ? 1 : 2) + 1, (() => 1)() + 1, typeof (1 + 1), void 0 + 1, !(1 - 1), ~(1 + 1), +'3' + 1]",
  "const a = 3, b = null; return [(a ?? 1) || 2, (b ?? a) + 1, a in [1, 2, 3, 4] && a - 1, (a, b) ?? 1 + 2]",
  "const a = [5, 6, 7, 8], i = 1, n = 2; return [a[i * n + 1], a[i + 1] * 2, a[Math.floor(i + 1.5)], a['len' + 'gth'] / 3]",
  "return [/[+*]/.source, 1e21 + 1, 0x10 * 1, 0.1 + 0.2, -0 + -0, 1 / -0, 5e-324 / 2, 2 ** -1074, 10 ** 308 * 10]",
  "return [eval('1 + 1'), new Function('return 2 * 3')()]",
];

const moduleOf = (body: string) =>
  `const lines = []; const log = (...x) => void lines.push(x);
export const result = [await (async () => { ${body} })(), lines];`;

Deno.test("rewritten code does what the source does", async () => {
  const results = await importBoth(BATTERY.map(moduleOf));
  for (const [index, [before, after]] of results.entries()) {
    assertEquals(after, before, BATTERY[index]);
  }
});

Deno.test("rewritten random expressions have the same values", async () => {
  const operator = fc.constantFrom("+", "-", "*", "/", "**", "%", "??", "||", "===", "<", ",");
  const { expression } = fc.letrec<{ expression: string }>((tie) => ({
    expression: fc.oneof(
      { depthSize: "medium", withCrossShrink: true },
      fc.constantFrom("a", "b", "c", "s", "t", "o.x", "o[s]", "1", "2.5", "0.1", "`q`", "big"),
      fc.tuple(tie("expression"), operator, tie("expression")).map(([l, o, r]) =>
        `((${l}) ${o} (${r}))`
      ),
      fc.tuple(
        fc.constantFrom("a", "o.x", "o[s]", "f().x", "f()[s]", "this.y"),
        fc.constantFrom("+=", "-=", "*=", "/=", "**=", "="),
        tie("expression"),
      ).map(([l, o, r]) => `(${l} ${o} ${r})`),
      tie("expression").map((x) => `Math.exp(${x})`),
      tie("expression").map((x) => `(-${x.startsWith("-") ? `(${x})` : x})`),
      tie("expression").map((x) => `\`<\${${x}}>\``),
      fc.tuple(tie("expression"), tie("expression"), tie("expression")).map(([x, y, z]) =>
        `(${x} ? ${y} : ${z})`
      ),
    ),
  }));
  const bodies = fc.sample(fc.array(expression, { minLength: 3, maxLength: 6 }), {
    numRuns: 400,
    seed: 1,
  });
  const sources = bodies.map((list) =>
    `export const result = (function () {
let a = 1.5, b = -3, c = 0.1, s = "x", t = true, big = 3n;
const o = { x: 2 }, log = [], f = () => { log.push("f"); return o };
for (const body of [${list.map((text) => `() => ${text}`).join(", ")}]) {
  try { log.push(String(body())) } catch (error) { log.push(error.constructor.name) }
  log.push(String([a, o.x, this.y]));
}
return log; }).call({ y: 4 });`
  );
  const results = await importBoth(sources);
  for (const [index, [before, after]] of results.entries()) {
    assertEquals(after, before, sources[index]);
  }
});

Deno.test("within a run, every inexact operation of the rewritten code is rounded", async () => {
  const functions: Record<string, string> = {
    sum: "x + 0.1",
    difference: "x - 1e-20",
    product: "x * 0.1",
    quotient: "x / 3",
    power: "x ** 0.3",
    assignment: "(y += 0.1)",
    member: "(o.x *= 0.1)",
    key: "(o[k()] /= 3)",
    private: "(new A().m())",
    call: "Math.exp(x)",
    value: "[x].map(Math.log1p)[0]",
    computed: "Math['sin'](x)",
    alias: "(({ cos }) => cos(x))(Math)",
    parameter: "((y = x / 3) => y)()",
    inKey: "[0][Math.floor(x) && 0] || x / 3",
  };
  const [[, rewritten]] = await importBoth([
    `class A { #p = 0.7; m() { return this.#p += 0.1 } } const k = () => "x";
    export const result = { ${
      Object.entries(functions).map(([name, body]) =>
        `${name}: (x) => { let y = x; const o = { x }; return ${body} }`
      ).join(", ")
    } };`,
  ]) as [[unknown, Record<string, (x: number) => number>]];
  for (const [name, compute] of Object.entries(rewritten)) {
    const [below, above] = [0, 1].map((probability) =>
      withRandomRounding({ seed: 1, mode: "toward", probability }, () => compute(0.7))
    );
    assert(below! < above!, name);
  }
});

Deno.test("numbers that float64 only approximates go to either side in a run", async () => {
  const sources = [
    "() => 0.1",
    "() => -1.5e-9",
    "() => Math.PI",
    "() => 12345678901234567890",
    "() => TENTH",
    "() => TURN",
    "() => ({ TENTH }).TENTH",
    "(x = 0.3) => x",
    "() => 2.2250738585072014e-308",
    "() => TABLE.rows[1][0]",
    "() => TABLE.rows.map(([first]) => first).at(-1)",
    "() => { const { tenth } = TABLE; return tenth }",
    "() => Math.max(0.5, 2.5e-1, -1e22, 0x10, 3_000.25)",
    "() => Number(0.1 === TENTH) + 0.25",
    "() => ({ 0.1: 3, PI: 4 })[0.1]",
    "() => TABLE.half + Number(TABLE.rows === TABLE.rows && Object.isFrozen(TABLE))",
    "(() => { const TURN = 5; return () => TURN })()",
  ];
  const module = (index: number) =>
    `const TENTH = 0.1; ${index === 16 ? "" : "const TURN = 2 * Math.PI;"}
     const TABLE = Object.freeze({ tenth: TENTH, half: 0.5, rows: [[1, 2], [0.3]] });
     export const result = ${sources[index]};`;
  const found = await importBoth(sources.map((_, index) => module(index)));
  for (const [index, [plain, rewritten]] of found.entries()) {
    const exact = (plain as () => number)();
    const run = rewritten as () => number;
    assertEquals(run(), exact, sources[index]);
    const values = [0, 1].map((probability) =>
      withRandomRounding({ seed: 1, mode: "toward", probability }, run)
    );
    if (index >= 12) assertEquals(values, [exact, exact], sources[index]);
    else {
      const [least, largest] = [Math.min(...values), Math.max(...values)];
      assert(least < exact && exact < largest, `${sources[index]}: ${values}`);
    }
  }
});

Deno.test("each piece of code becomes what is on record", async () => {
  const record = await readRecord();
  const found = Object.fromEntries(
    Object.keys(record).map((source) => [source, rewritten(source)]),
  );
  assertEquals(
    found,
    record,
    "if the change is meant, see verify/rounding/testdata/rewritten.ts",
  );
});

Deno.test("what is used of the runtime is imported once, under names that the source has not", () => {
  assertEquals(
    rewriteArithmetic('const $rounding_ = "$rounding__";\na + b + 0.1;\n', "file:///r.ts"),
    'import { add as $rounding___add, constant as $rounding___constant } from "file:///r.ts";\n' +
      'const $rounding_ = "$rounding__";\n' +
      "$rounding___add($rounding___add(a, b), $rounding___constant(0.1));\n",
  );
  assertEquals(rewriteArithmetic("#!/usr/bin/env deno\na;\n", "r"), "a;\n");
});

Deno.test("what needs no rounding stays as it is", () => {
  const source = 'const a = x[i * n + 1];\nconst b = "a" + y;\nconst c = Math.abs(z) % 2;\nk++;\n';
  assertEquals(rewriteArithmetic(source, RUNTIME), source);
  assertMatch(rewriteArithmetic("f(a[g(i + 1)])", RUNTIME), /add\(i, 1\)/);
});

Deno.test("what is printed for imports and exports keeps its attributes", () => {
  const source = 'import a from "./a.json" with { type: "json" };\n' +
    'export const b = () => import("./b.json", {\n  with: {\n    type: "json"\n  }\n});\n';
  assertEquals(rewriteArithmetic(source, RUNTIME), source);
});

Deno.test("a source that is no module in JavaScript is refused", () => {
  assertThrows(() => rewriteArithmetic("const a: number = 1;", RUNTIME), SyntaxError);
});
