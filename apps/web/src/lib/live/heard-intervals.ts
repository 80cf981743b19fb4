/** Stretches of speech, put together while they come. */
export interface HeardIntervals {
	readonly all: readonly { readonly start: number; readonly end: number }[];
	/** Seconds of the session; later than what was added before, or overlapping its end. */
	add(start: number, end: number): void;
}

/** No speech yet. */
export function createHeardIntervals(): HeardIntervals {
	const all: { start: number; end: number }[] = [];
	return {
		all,
		add: (start, end) => {
			const last = all.at(-1);
			if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
			else all.push({ start, end });
		},
	};
}
