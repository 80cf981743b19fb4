import type { AnalysisSummary } from "@undertone/api";
import { useDeferredValue, useState } from "react";
import { Link } from "wouter";
import { api, sentenceOf } from "../../lib/api-client.ts";
import { dateTime, duration } from "../../lib/format.ts";
import { useAsync } from "../../lib/use-async.ts";
import { Await, Notice } from "../../ui/feedback.tsx";
import { RemoveButton } from "../../ui/remove-button.tsx";
import { verdictWords } from "../../ui/verdict-words.ts";

/** Earlier results: search, open, export, delete. */
export function History() {
	const [query, setQuery] = useState("");
	const asked = useDeferredValue(query);
	const [version, setVersion] = useState(0);
	const first = useAsync(`${version} ${asked}`, () => api.history(asked));
	return (
		<div className="page">
			<div className="row between">
				<h1>History</h1>
				<div className="row">
					<a className="button small" href="/api/v1/export?format=json" download>
						Export JSON
					</a>
					<a className="button small" href="/api/v1/export?format=csv" download>
						Export CSV
					</a>
				</div>
			</div>
			<div className="field">
				<label htmlFor="search">Search</label>
				<input
					id="search"
					type="search"
					placeholder="Title, note or expression"
					value={query}
					onChange={(event) => setQuery(event.target.value)}
				/>
			</div>
			<Await of={first}>
				{({ items, nextCursor }) =>
					items.length === 0 ? (
						<div className="empty">
							<p>
								{asked === ""
									? "Nothing here yet. What you keep of recordings, faces and live sessions will stand here."
									: `Nothing was found for "${asked}".`}
							</p>
							{asked === "" && (
								<Link className="button primary" href="/upload">
									Upload a recording
								</Link>
							)}
						</div>
					) : (
						<Entries
							key={`${asked} ${version}`}
							first={items}
							cursor={nextCursor}
							query={asked}
							onChanged={() => setVersion((v) => v + 1)}
						/>
					)
				}
			</Await>
		</div>
	);
}

function Entries({
	first,
	cursor,
	query,
	onChanged,
}: {
	readonly first: readonly AnalysisSummary[];
	readonly cursor: string | null;
	readonly query: string;
	readonly onChanged: () => void;
}) {
	const [more, setMore] = useState<readonly AnalysisSummary[]>([]);
	const [next, setNext] = useState(cursor);
	const [problem, setProblem] = useState<string | null>(null);
	const loadMore = async (): Promise<void> => {
		if (next === null) return;
		try {
			const page = await api.history(query, next);
			setMore((all) => [...all, ...page.items]);
			setNext(page.nextCursor);
		} catch (error) {
			setProblem(sentenceOf(error));
		}
	};
	const remove = async (id: string): Promise<void> => {
		try {
			await api.remove(id);
			onChanged();
		} catch (error) {
			setProblem(sentenceOf(error));
		}
	};
	return (
		<>
			{problem !== null && <Notice kind="error">{problem}</Notice>}
			<ul className="history-list">
				{[...first, ...more].map((entry) => (
					<li key={entry.id}>
						<span>
							<Link href={`/result/${entry.id}`}>{entry.title}</Link>
							<br />
							<span className="soft small">
								{[
									dateTime(entry.createdAt),
									kindWords(entry),
									entry.duration > 0 ? duration(entry.duration) : "",
									verdictWords(entry, entry.of),
									entry.recordingKept ? "recording kept" : "",
								]
									.filter((words) => words !== "")
									.join(" · ")}
							</span>
						</span>
						<RemoveButton title={entry.title} onRemove={() => void remove(entry.id)} />
					</li>
				))}
			</ul>
			{next !== null && (
				<button type="button" className="button" onClick={() => void loadMore()}>
					Show more
				</button>
			)}
		</>
	);
}

function kindWords({ kind, duration: seconds }: AnalysisSummary): string {
	if (kind === "face") return seconds > 0 ? "Faces of a video" : "Faces of a picture";
	return kind === "live" ? "Live" : "Speech";
}
