export declare function instrument(urls: readonly string[]): Promise<{kind: "instrumented", path: string, dispose(): Promise<void>} | {kind: "unavailable", reason: string}>;
