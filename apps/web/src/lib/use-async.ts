import { useEffect, useRef, useState } from "react";

/** The states of something that is being fetched. */
export type Async<T> =
	| { readonly state: "loading" }
	| { readonly state: "done"; readonly value: T }
	| { readonly state: "failed"; readonly error: unknown };

/**
 * Runs an asynchronous function once for every key; a late answer to an old key is dropped.
 *
 * @param key - Names everything the function depends on.
 */
export function useAsync<T>(key: string, run: () => Promise<T>): Async<T> {
	const [answer, setAnswer] = useState<{ readonly key: string; readonly of: Async<T> } | null>(null);
	const latest = useRef(run);
	latest.current = run;
	useEffect(() => {
		let current = true;
		latest.current().then(
			(value) => current && setAnswer({ key, of: { state: "done", value } }),
			(error: unknown) => current && setAnswer({ key, of: { state: "failed", error } }),
		);
		return () => {
			current = false;
		};
	}, [key]);
	return answer?.key === key ? answer.of : { state: "loading" };
}
