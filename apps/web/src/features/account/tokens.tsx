import type { CreatedToken, Token } from "@undertone/api";
import { type FormEvent, useState } from "react";
import { api, sentenceOf } from "../../lib/api-client.ts";
import { dateTime } from "../../lib/format.ts";
import { useAsync } from "../../lib/use-async.ts";
import { Await, Notice } from "../../ui/feedback.tsx";

/** Tokens with which a user's own programs come in: made, shown once, ended. */
export function Tokens() {
	const [version, setVersion] = useState(0);
	const [created, setCreated] = useState<CreatedToken | null>(null);
	const [problem, setProblem] = useState<string | null>(null);
	const tokens = useAsync(`tokens ${version}`, () => api.tokens());
	const act = async (action: () => Promise<unknown>): Promise<void> => {
		setProblem(null);
		try {
			await action();
			setVersion((v) => v + 1);
		} catch (error) {
			setProblem(sentenceOf(error));
		}
	};
	const make = (event: FormEvent<HTMLFormElement>): void => {
		event.preventDefault();
		const form = event.currentTarget;
		const name = String(new FormData(form).get("token-name"));
		void act(async () => {
			setCreated(await api.makeToken(name));
			form.reset();
		});
	};
	return (
		<div className="stack">
			<p className="soft">
				A token lets a program of yours analyse and read in your name. It cannot change settings or delete the
				account.
			</p>
			<Await of={tokens}>
				{(all) => (
					<TokenList
						tokens={all}
						onEnd={(id) =>
							void act(async () => {
								await api.endToken(id);
								setCreated((shown) => (shown?.id === id ? null : shown));
							})
						}
					/>
				)}
			</Await>
			{created !== null && (
				<Notice>
					The token of "{created.name}", shown this once: <code>{created.token}</code>
				</Notice>
			)}
			{problem !== null && <Notice kind="error">{problem}</Notice>}
			<form className="stack" onSubmit={make}>
				<div className="field">
					<label htmlFor="token-name">Name of the program</label>
					<input id="token-name" name="token-name" maxLength={100} required />
				</div>
				<div>
					<button type="submit" className="button">
						Make a token
					</button>
				</div>
			</form>
		</div>
	);
}

function TokenList({
	tokens,
	onEnd,
}: {
	readonly tokens: readonly Token[];
	readonly onEnd: (id: string) => void;
}) {
	if (tokens.length === 0) return null;
	return (
		<ul className="history-list">
			{tokens.map(({ id, name, createdAt, lastUsedAt }) => (
				<li key={id}>
					<span>
						{name}
						<br />
						<span className="soft small">
							made {dateTime(createdAt)},{" "}
							{lastUsedAt === null ? "never used" : `last used ${dateTime(lastUsedAt)}`}
						</span>
					</span>
					<button type="button" className="button small" aria-label={`End ${name}`} onClick={() => onEnd(id)}>
						End
					</button>
				</li>
			))}
		</ul>
	);
}
