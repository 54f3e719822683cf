/**
 * Importing modules whose place is known only when the program runs.
 *
 * @module
 */

/**
 * Imports a module by its URL. What it imports itself is resolved where it lies, so a package may do
 * this: `deno publish` warns of an import whose argument it cannot read, and of such a beginning not.
 *
 * @param url Of a file, or of a module of a package.
 * @throws {TypeError} If it is of another kind. Whatever the module throws when it is loaded.
 */
export async function loadModule(url: string): Promise<Readonly<Record<string, unknown>>> {
  const [, scheme, rest = ""] = /^(file|https):\/\/(.*)$/s.exec(url) ?? [];
  switch (scheme) {
    case "file":
      return await import(`file://${rest}`);
    case "https":
      return await import(`https://${rest}`);
    default:
      throw new TypeError(
        `cannot import ${url}: give the URL of a file, or one that begins with https`,
      );
  }
}
