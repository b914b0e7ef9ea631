/** Waits for something at most so long; then goes on with `instead`, after having told it. Whatever hangs is found, not waited for. */
export async function within<Result>(
  milliseconds: number,
  waitedFor: Promise<Result>,
  instead: () => Result | Promise<Result>,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), milliseconds);
  });
  try {
    const first = await Promise.race([waitedFor.then((result) => ({ result })), late]);
    return first === 'late' ? await instead() : first.result;
  } finally {
    clearTimeout(timer);
  }
}
