/** Looks that may be under way beside each other; who asks meanwhile is gathered for the next one. */
const looksAtOnce = 2;

/**
 * Answers many questions with few looks: whoever asks is answered by a look that begins after she asked, together with all who asked by
 * then. A single question waits for nobody. `onIdle` is called when nothing is asked any more.
 */
export function together<Key, Answer>(
  look: (keys: Key[]) => Promise<ReadonlyMap<Key, Answer>>,
  onIdle: () => void = () => undefined,
): (key: Key) => Promise<Answer | undefined> {
  let gathered = new Map<Key, PromiseWithResolvers<Answer | undefined>>();
  let [underWay, isPlanned] = [0, false];

  const begin = async () => {
    isPlanned = false;
    const asked = gathered;
    gathered = new Map();
    underWay += 1;
    try {
      const answers = await look([...asked.keys()]);
      for (const [key, waiting] of asked) waiting.resolve(answers.get(key));
    } catch (error) {
      for (const waiting of asked.values()) waiting.reject(error);
    }
    underWay -= 1;
    if (gathered.size > 0) plan();
    else if (underWay === 0) onIdle();
  };
  const plan = () => {
    if (isPlanned || underWay >= looksAtOnce) return;
    isPlanned = true;
    setImmediate(() => void begin());
  };

  return (key) => {
    const waiting = gathered.get(key) ?? Promise.withResolvers<Answer | undefined>();
    gathered.set(key, waiting);
    plan();
    return waiting.promise;
  };
}
