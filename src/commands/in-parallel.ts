/** Does something for each of some things, a few at a time; the first error ends it. */
export async function inParallel<Thing>(
  things: readonly Thing[],
  atOnce: number,
  act: (thing: Thing) => Promise<void>,
): Promise<void> {
  const queue = [...things];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await act(next);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, things.length) }, work));
}
