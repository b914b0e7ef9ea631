/** Has the next part made while the one before is on its way; never more than one. */
export async function* oneAhead<Part>(parts: AsyncGenerator<Part, void, void>): AsyncGenerator<Part> {
  try {
    let next = parts.next();
    for (;;) {
      const part = await next;
      if (part.done) return;
      next = parts.next();
      next.catch(() => undefined); // told when it is waited for; a stream that ends before must not end the process
      yield part.value;
    }
  } finally {
    await parts.return();
  }
}
