/** Options for V8. */
export const heapFlags: readonly string[];
