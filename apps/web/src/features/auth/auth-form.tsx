import { type FormEvent, type ReactNode, useState } from "react";
import { useLocation, useSearchParams } from "wouter";
import { sentenceOf } from "../../lib/api-client.ts";
import { useSession } from "../../lib/session.tsx";
import { Notice } from "../../ui/feedback.tsx";

/** The frame of log-in and registration: sends, shows what is wrong, goes on to where the user wanted. */
export function AuthForm({
	title,
	action,
	submit,
	children,
	below,
}: {
	readonly title: string;
	readonly action: string;
	readonly submit: (form: FormData) => Promise<unknown>;
	readonly children: ReactNode;
	readonly below: ReactNode;
}) {
	const [problem, setProblem] = useState<string | null>(null);
	const [busy, setBusy] = useState(false);
	const [, navigate] = useLocation();
	const [search] = useSearchParams();
	const { refresh } = useSession();
	const onSubmit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
		event.preventDefault();
		const form = new FormData(event.currentTarget);
		setBusy(true);
		setProblem(null);
		try {
			await submit(form);
			await refresh();
			const next = search.get("next") ?? "/studio";
			navigate(next.startsWith("/") && !next.startsWith("//") ? next : "/studio", { replace: true });
		} catch (error) {
			setProblem(sentenceOf(error));
			setBusy(false);
		}
	};
	return (
		<div className="page narrow">
			<h1>{title}</h1>
			<form className="card stack" onSubmit={(event) => void onSubmit(event)}>
				{problem !== null && <Notice kind="error">{problem}</Notice>}
				{children}
				<button type="submit" className="button primary" disabled={busy}>
					{action}
				</button>
			</form>
			<p className="soft small">{below}</p>
		</div>
	);
}
