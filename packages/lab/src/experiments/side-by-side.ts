/** Options of {@link sideBySide}. */
interface SideBySideOptions {
	readonly atOnce: number;
	readonly signal?: AbortSignal | undefined;
}

/**
 * Runs tasks, at most `atOnce` of them at a time.
 *
 * @param run - Given its place and a signal that fires when another task fails, too.
 * @returns Answers in the order of the tasks, whichever came first.
 * @throws {unknown} What the first task that failed threw, once the others have ended.
 */
export async function sideBySide<Task, Answer>(
	tasks: readonly Task[],
	{ atOnce, signal }: SideBySideOptions,
	run: (task: Task, place: number, signal: AbortSignal) => Promise<Answer>,
): Promise<Answer[]> {
	const answers = new Array<Answer>(tasks.length);
	const stop = new AbortController();
	const either = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
	const failures: unknown[] = [];
	let next = 0;
	const lane = async (): Promise<void> => {
		while (next < tasks.length && !either.aborted) {
			const place = next++;
			try {
				answers[place] = await run(tasks[place] as Task, place, either);
			} catch (error) {
				failures.push(error);
				stop.abort(error);
			}
		}
	};
	await Promise.all(Array.from({ length: Math.max(1, Math.min(atOnce, tasks.length)) }, lane));
	if (failures.length > 0) throw failures[0];
	signal?.throwIfAborted();
	return answers;
}
