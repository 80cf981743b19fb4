/** State outside React that tells when it changes. */
export interface Store<T> {
	get(): T;
	patch(part: Partial<T>): void;
	/** Returns what ends it. */
	subscribe(listener: () => void): () => void;
}

/**
 * A store; every patch makes a new object.
 *
 * @param onWork - Told the milliseconds that showing a patch took: React shows it in a microtask that its listener
 *   asks for, so before the one that measures.
 */
export function createStore<T extends object>(
	initial: T,
	onWork: (ms: number) => void = () => undefined,
): Store<T> {
	let state = initial;
	const listeners = new Set<() => void>();
	return {
		get: () => state,
		patch: (part) => {
			state = { ...state, ...part };
			const began = performance.now();
			for (const listener of listeners) listener();
			queueMicrotask(() => onWork(performance.now() - began));
		},
		subscribe: (listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}
