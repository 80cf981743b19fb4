import type { ListedResult, Results } from "@undertone/api";
import { useRef } from "react";
import { Link, useSearchParams } from "wouter";
import { api } from "../../lib/api-client.ts";
import { useAsync } from "../../lib/use-async.ts";
import { Await } from "../../ui/feedback.tsx";
import { CrossCorpus } from "./cross-corpus.tsx";
import { corpusOf, splits } from "./describe-result.ts";
import { FigureList, type Measure, measures } from "./figure-list.tsx";
import { ResultTables } from "./result-tables.tsx";
import { SideBySide } from "./side-by-side.tsx";
import { Studies } from "./studies/studies.tsx";

/** The parts of the page, by what stands in the address. */
const views = { figures: "Figures", studies: "Noise, profiles, damage" } as const;
type View = keyof typeof views;

/** Every stored figure with its protocol and interval, a random split beside its honest neighbour; and the studies. */
export function Accuracy() {
	const results = useAsync("results", () => api.results());
	const [search] = useSearchParams();
	const view: View = search.get("view") === "studies" ? "studies" : "figures";
	return (
		<div className="page">
			<h1>How accurate is it?</h1>
			<p className="lead">
				Every figure says on which recordings it was measured, how the voices were separated, and how far
				chance may have moved it. The predictions behind each are kept, and one command makes it again.
			</p>
			<nav className="segmented tabs" aria-label="Parts of this page">
				{(Object.keys(views) as View[]).map((each) => (
					<Link
						key={each}
						href={each === "figures" ? "/accuracy" : `/accuracy?view=${each}`}
						className="button small"
						aria-current={view === each ? "page" : undefined}
					>
						{views[each]}
					</Link>
				))}
			</nav>
			<Await of={results}>
				{(all) =>
					view === "studies" ? (
						<Studies results={all.results} />
					) : all.results.length === 0 ? (
						<div className="empty">
							<p>
								No result is stored on this server yet. <code>undertone reproduce s1-tess</code> makes one.
							</p>
						</div>
					) : (
						<Figures all={all} />
					)
				}
			</Await>
		</div>
	);
}

/** What is chosen stands in the address, so that it can be passed on. */
function useChoice({ results }: Results) {
	const [search, setSearch] = useSearchParams();
	const corpora = [...new Set(results.map(corpusOf))];
	const byId = results.find(({ id }) => id === search.get("result"));
	const shipped = results.find(({ id }) => id === "speech") ?? results[0];
	const asked = search.get("corpus");
	const corpus =
		asked !== null && corpora.includes(asked) ? asked : corpusOf(byId ?? (shipped as ListedResult));
	const here = results.filter((result) => corpusOf(result) === corpus);
	const protocols = (Object.keys(splits) as (keyof typeof splits)[]).filter((split) =>
		here.some((result) => result.split === split),
	);
	const protocol = protocols.find((split) => split === search.get("protocol"));
	const shown = protocol === undefined ? here : here.filter(({ split }) => split === protocol);
	const measure: Measure = search.get("measure") === "accuracy" ? "accuracy" : "uar";
	const value = (result: ListedResult): number => result.metrics.uar?.value ?? 0;
	const honest = shown
		.filter(({ split, adaptation }) => split === shown[0]?.split || adaptation.kind === "none")
		.toSorted((a, b) => value(b) - value(a));
	const first =
		shown.find(({ id }) => id === "speech") ??
		honest.find(({ split, adaptation }) => split === protocols[0] && adaptation.kind === "none") ??
		honest[0];
	const chosen = byId !== undefined && shown.includes(byId) ? byId : first;
	const set = (changes: Readonly<Record<string, string | null>>): void =>
		setSearch(
			(before) => {
				const next = new URLSearchParams(before);
				for (const [key, to] of Object.entries(changes)) {
					if (to === null) next.delete(key);
					else next.set(key, to);
				}
				return next;
			},
			{ replace: true },
		);
	return { corpora, corpus, protocols, protocol, shown, measure, chosen, set };
}

function Figures({ all }: { readonly all: Results }) {
	const { corpora, corpus, protocols, protocol, shown, measure, chosen, set } = useChoice(all);
	const detail = useRef<HTMLDivElement>(null);
	const choose = (id: string): void => {
		const result = all.results.find((each) => each.id === id);
		if (result === undefined) return;
		const stays = protocol === undefined || protocol === result.split;
		set({ result: id, corpus: corpusOf(result), ...(stays ? {} : { protocol: null }) });
		detail.current?.scrollIntoView({ block: "start" });
	};
	return (
		<div className="stack">
			<section className="card stack" aria-label="Figures">
				<div className="choices">
					<div className="field">
						<label htmlFor="corpus">Tested on</label>
						<select
							id="corpus"
							value={corpus}
							onChange={(event) => set({ corpus: event.target.value, protocol: null, result: null })}
						>
							{corpora.map((name) => (
								<option key={name}>{name}</option>
							))}
						</select>
					</div>
					<div className="field">
						<label htmlFor="protocol">Protocol</label>
						<select
							id="protocol"
							value={protocol ?? ""}
							onChange={(event) => set({ protocol: event.target.value || null, result: null })}
						>
							<option value="">All</option>
							{protocols.map((split) => (
								<option key={split} value={split}>
									{splits[split].title}
								</option>
							))}
						</select>
					</div>
					<div className="field">
						<label htmlFor="measure">Figure</label>
						<select id="measure" value={measure} onChange={(event) => set({ measure: event.target.value })}>
							<option value="uar">UAR: every class counts alike</option>
							<option value="accuracy">Accuracy: every clip counts alike</option>
						</select>
					</div>
				</div>
				<Openings corpus={corpus} openings={all.openings} />
				<SideBySide all={all.results} corpus={corpus} measure={measure} />
				{protocols
					.filter((split) => protocol === undefined || split === protocol)
					.map((split) => (
						<FigureList
							key={split}
							title={splits[split].title}
							results={shown.filter((result) => result.split === split)}
							measure={measure}
							chosen={chosen?.id}
							onChoose={choose}
						/>
					))}
				<Key measure={measure} />
			</section>
			<div ref={detail} className="detail">
				{chosen !== undefined && <Detail id={chosen.id} />}
			</div>
			<CrossCorpus results={all.results} measure={measure} onChoose={choose} />
			<p className="soft small">
				What the shipped models say of themselves: <Link href="/model">voice</Link>,{" "}
				<Link href="/model/face">face</Link>.
			</p>
		</div>
	);
}

function Openings({ corpus, openings }: { readonly corpus: string; readonly openings: Results["openings"] }) {
	const counted = corpus
		.split(" + ")
		.map((name) => ({ name, count: openings[name] }))
		.filter(({ count }) => count !== undefined);
	if (counted.length === 0) return null;
	return (
		<p className="soft small">
			Recipes tested so far: {counted.map(({ name, count }) => `${count} on ${name}`).join(", ")}. The more
			are tried, the more the best of them owes to luck.
		</p>
	);
}

function Key({ measure }: { readonly measure: Measure }) {
	return (
		<ul className="legend figure-key">
			<li>
				<svg viewBox="0 0 24 10" aria-hidden="true">
					<line className="interval" x1="2" x2="22" y1="5" y2="5" />
					<line className="point" x1="12" x2="12" y1="5" y2="5" />
				</svg>
				{measures[measure].name} with its 95 % interval
			</li>
			<li>
				<svg viewBox="0 0 24 10" aria-hidden="true">
					<line className="interval adapted" x1="2" x2="22" y1="5" y2="5" />
					<line className="point adapted" x1="12" x2="12" y1="5" y2="5" />
				</svg>
				adapted to the speaker
			</li>
			<li>
				<svg viewBox="0 0 24 10" aria-hidden="true">
					<line className="chance" x1="12" x2="12" y1="0" y2="10" />
				</svg>
				chance{measure === "uar" ? ", and always the commonest class" : ""}
			</li>
			{measure === "accuracy" && (
				<li>
					<svg viewBox="0 0 24 10" aria-hidden="true">
						<line className="majority" x1="12" x2="12" y1="0" y2="10" />
					</svg>
					always the commonest class
				</li>
			)}
		</ul>
	);
}

function Detail({ id }: { readonly id: string }) {
	const detail = useAsync(id, () => api.result(id));
	return <Await of={detail}>{(value) => <ResultTables detail={value} />}</Await>;
}
