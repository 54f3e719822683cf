/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/**
 * Instances in a form that a person reads: fields by name, vectors and matrices as such.
 *
 * @module
 */

import type { VNode } from "preact";
import { Copyable } from "./copyable.tsx";
import { counted, formatNumber } from "./numbers.ts";
import { clip, Clipped, Quantity } from "./text.tsx";

/** Instances of more values than this are folded. */
const FOLDED = 80;
/** Instances of more values than this stay in the evidence file. */
const UNSHOWN = 2000;
/** The longest vector or side of a matrix that is shown whole. */
const LONGEST = 16;
/** The longest JSON text of a vector, matrix or list that can be opened: longer than any of numbers. */
const LONGEST_WHOLE = 50_000;
/** The deepest nesting that is shown. */
const DEEPEST = 8;

/** An instance, folded if it is large. */
export function InstanceView({ instance }: { instance: unknown }): VNode {
  const size = countValues(instance, UNSHOWN + 1);
  if (size > UNSHOWN) {
    return (
      <p class="note">
        The instance holds more than {counted(UNSHOWN, "value")}; it stands in the evidence file.
      </p>
    );
  }
  const view = (
    <div class="instance">
      <ValueView value={instance} depth={0} />
    </div>
  );
  if (size <= FOLDED) return view;
  return (
    <details>
      <summary>The instance ({counted(size, "value")})</summary>
      {view}
    </details>
  );
}

/** Counts what is neither a list nor an object, as far as a limit. */
function countValues(value: unknown, most: number): number {
  if (typeof value !== "object" || value === null) return 1;
  let count = 0;
  for (const entry of Object.values(value)) {
    count += countValues(entry, most - count);
    if (count >= most) break;
  }
  return count;
}

function ValueView({ value, depth }: { value: unknown; depth: number }): VNode {
  if (typeof value === "number") return <NumberView value={value} />;
  if (typeof value === "string") return <Clipped text={value === "" ? "“”" : value} most={200} />;
  if (typeof value !== "object" || value === null) return <>{String(value)}</>;
  if (depth > DEEPEST) return <span class="note">deeper: in the evidence file</span>;
  if (Array.isArray(value)) return <ListView values={value} depth={depth} />;
  const fields = Object.entries(value);
  if (fields.length === 0) return <span class="note">nothing</span>;
  return (
    <dl class="fields">
      {fields.map(([key, entry]) => (
        <div>
          <dt>{clip(words(key), 80)}</dt>
          <dd>
            <ValueView value={entry} depth={depth + 1} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function ListView({ values, depth }: { values: readonly unknown[]; depth: number }): VNode {
  if (values.length === 0) return <span class="note">none</span>;
  if (isVector(values)) return <VectorView values={values} />;
  if (isMatrix(values)) return <MatrixView rows={values} />;
  return (
    <ol class="entries">
      {values.slice(0, LONGEST).map((entry) => (
        <li>
          <ValueView value={entry} depth={depth + 1} />
        </li>
      ))}
      {values.length > LONGEST && (
        <li class="more">
          <Whole text={JSON.stringify(values)} name={`All ${values.length} entries`} />
        </li>
      )}
    </ol>
  );
}

/** A number to six digits; the exact one is in its title and its machine-readable value. */
function NumberView({ value }: { value: number }): VNode {
  const shown = formatNumber(value);
  const exact = String(value);
  return shown.replace("−", "-") === exact
    ? <Quantity value={value} />
    : (
      <data value={exact} title={exact}>
        <Quantity value={value} />
      </data>
    );
}

function VectorView({ values }: { values: readonly number[] }): VNode {
  const shown = values.slice(0, LONGEST);
  return (
    <>
      <span class="vector">
        ({shown.map((value, index) => (
          <>
            {index > 0 && ", "}
            <NumberView value={value} />
          </>
        ))}
        {values.length > LONGEST && `, … ${values.length - LONGEST} more`})
      </span>
      {values.length > LONGEST && (
        <Whole text={numbersAsJson(values)} name={`All ${values.length} numbers`} />
      )}
    </>
  );
}

/** What is too long to be read at a glance, whole and exact, to be opened and copied. */
function Whole({ text, name }: { text: string; name: string }): VNode {
  if (text.length > LONGEST_WHOLE) return <p class="note">{name}: in the evidence file</p>;
  return (
    <details class="whole">
      <summary>{name}</summary>
      <Copyable text={text} most={LONGEST_WHOLE} />
    </details>
  );
}

/** Numbers as JSON, with room where a line may break. */
function numbersAsJson(values: readonly unknown[]): string {
  return JSON.stringify(values).replaceAll(",", ", ");
}

function MatrixView({ rows }: { rows: readonly (readonly number[])[] }): VNode {
  const columns = rows[0]!.length;
  const matrix = (
    <div class="scroll" tabIndex={0} role="group" aria-label={`${rows.length} × ${columns} matrix`}>
      <table class="matrix">
        <tbody>
          {rows.slice(0, LONGEST).map((row) => (
            <tr>
              {row.slice(0, LONGEST).map((value) => (
                <td>
                  <NumberView value={value} />
                </td>
              ))}
              {columns > LONGEST && <td>⋯</td>}
            </tr>
          ))}
          {rows.length > LONGEST && (
            <tr>
              <td colSpan={Math.min(columns, LONGEST + 1)}>⋮</td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
  if (Math.max(rows.length, columns) <= LONGEST) return matrix;
  return (
    <>
      {matrix}
      <Whole text={numbersAsJson(rows)} name={`All ${rows.length} × ${columns} numbers`} />
    </>
  );
}

function isVector(values: readonly unknown[]): values is readonly number[] {
  return values.every((value) => typeof value === "number");
}

function isMatrix(values: readonly unknown[]): values is readonly (readonly number[])[] {
  const [first] = values;
  return Array.isArray(first) && first.length > 0 &&
    values.every((row) => Array.isArray(row) && row.length === first.length && isVector(row));
}

/** singularValues → singular values. */
function words(key: string): string {
  return key.replaceAll(/(?<=[a-z0-9])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
