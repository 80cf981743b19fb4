import { type DependencyList, useEffect, useState } from "react";

/** The states of something that is being fetched. */
export type Async<T> =
	| { readonly state: "loading" }
	| { readonly state: "done"; readonly value: T }
	| { readonly state: "failed"; readonly error: unknown };

/** Runs an asynchronous function when its dependencies change; a late answer to an old question is dropped. */
export function useAsync<T>(run: () => Promise<T>, dependencies: DependencyList): Async<T> {
	const [answer, setAnswer] = useState<Async<T>>({ state: "loading" });
	useEffect(() => {
		let current = true;
		setAnswer({ state: "loading" });
		run().then(
			(value) => current && setAnswer({ state: "done", value }),
			(error: unknown) => current && setAnswer({ state: "failed", error }),
		);
		return () => {
			current = false;
		};
	}, dependencies);
	return answer;
}
