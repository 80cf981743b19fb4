import type { ReactNode } from "react";
import { sentenceOf } from "../lib/api-client.ts";
import type { Async } from "../lib/use-async.ts";

/** Something the user should read; errors are announced. */
export function Notice({
	kind = "info",
	children,
}: {
	readonly kind?: "info" | "warn" | "error";
	readonly children: ReactNode;
}) {
	return (
		<div className={`notice ${kind}`} {...(kind === "error" ? { role: "alert" } : {})}>
			<p>{children}</p>
		</div>
	);
}

/** What is shown while something is fetched, when it failed, and when it is there. */
export function Await<T>({
	of,
	children,
}: {
	readonly of: Async<T>;
	readonly children: (value: T) => ReactNode;
}) {
	if (of.state === "loading")
		return (
			<p className="spinner-line" role="status">
				Loading …
			</p>
		);
	if (of.state === "failed") return <Notice kind="error">{sentenceOf(of.error)}</Notice>;
	return children(of.value);
}
