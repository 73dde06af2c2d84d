/**
 * Waits for work no longer than a time; what comes of it later is dropped.
 *
 * @param milliseconds at most 2³¹ − 1
 * @param late what counts instead, or throws, once the time is over
 * @throws what the work or `late` throws
 */
export async function within<T>(milliseconds: number, work: Promise<T>, late: () => T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  try {
    return await Promise.race([work, over.then(late)]);
  } finally {
    clearTimeout(timer);
  }
}
