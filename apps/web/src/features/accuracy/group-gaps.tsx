import type { ResultDetail } from "@undertone/api";
import { percent } from "../../lib/format.ts";

type Table = ResultDetail["tables"]["groups"][number];
type Group = Table["groups"][number];
type Kind = Table["by"];

/** A longer list of speakers is folded away. */
const fewSpeakers = 24;

const languages: Readonly<Record<string, string>> = { en: "English", de: "German", pl: "Polish" };

/** How kinds of groups are titled and named in a sentence; `ordinal` ones have an order of their own. */
const kinds = {
	sex: { title: "By sex", word: "sex" },
	language: { title: "By language", word: "language" },
	f0: { title: "By pitch (the clip's median F0)", word: "median F0", ordinal: true },
	age: { title: "By the speaker's age in years", word: "age", ordinal: true },
	accent: { title: "By accent", word: "accent" },
	corpus: { title: "By corpus", word: "corpus" },
} as const satisfies Partial<Record<Kind, { title: string; word: string; ordinal?: true }>>;

/** What no picture has. */
const ofVoices: readonly Kind[] = ["language", "f0", "accent"];

/** For whom it works better and for whom worse, and what the corpora do not tell. */
export function GroupGaps({
	tables,
	unit,
}: {
	readonly tables: readonly Table[];
	readonly unit: "clips" | "pictures";
}) {
	const shown = (Object.keys(kinds) as (keyof typeof kinds)[])
		.filter((kind) => unit === "clips" || !ofVoices.includes(kind))
		.flatMap((kind) => tables.find(({ by }) => by === kind) ?? [])
		.map((table) => (table.by === "language" ? { ...table, groups: table.groups.map(inWords) } : table));
	const several = shown.filter(({ groups }) => groups.length > 1);
	const speakers = tables.find(({ by }) => by === "speaker")?.groups ?? [];
	return (
		<section className="card span" aria-labelledby="gaps">
			<h2 id="gaps">For whom it works better, and for whom worse</h2>
			{several.length > 0 && (
				<div className="groups">
					{several.map(({ by, groups }) => (
						<Bars key={by} kind={by} groups={groups} unit={unit} />
					))}
				</div>
			)}
			{speakers.length > 1 && (
				<details open={speakers.length <= fewSpeakers}>
					<summary>By speaker ({speakers.length})</summary>
					<Bars kind="speaker" groups={speakers} unit={unit} />
				</details>
			)}
			<Untold tables={shown} />
			<p className="soft small">
				UAR over the classes that a group has. Few {unit} make an unsure figure, and one or two speakers say
				little of all who are like them.
			</p>
		</section>
	);
}

function inWords(group: Group): Group {
	return { ...group, name: languages[group.name] ?? group.name };
}

/** What cannot be compared, because a corpus does not tell it or has one group only. */
function Untold({ tables }: { readonly tables: readonly Table[] }) {
	const lines = tables
		.filter(({ by }) => by !== "corpus")
		.flatMap(({ by, groups, untold }) => {
			const only = groups.length === 1 ? `${groups[0]?.name} only` : "";
			const who = untold.join(", ");
			const not = untold.length === 0 ? "" : by === "f0" ? `not measured for ${who}` : `not told by ${who}`;
			const words = [only, not].filter((part) => part !== "").join("; ");
			return words === "" ? [] : [{ by, words }];
		});
	if (lines.length === 0) return null;
	return (
		<div className="group">
			<h3>Not to be compared</h3>
			<dl className="facts small untold">
				{lines.map(({ by, words }) => (
					<div className="contents" key={by}>
						<dt>{by in kinds ? kinds[by as keyof typeof kinds].word : by}</dt>
						<dd>
							{words}
							{by === "f0" && (
								<>
									{" "}
									(<code>undertone corpus NAME --f0 results/clips.csv</code>)
								</>
							)}
						</dd>
					</div>
				))}
			</dl>
		</div>
	);
}

function Bars({
	kind,
	groups,
	unit,
}: {
	readonly kind: Kind;
	readonly groups: readonly Group[];
	readonly unit: string;
}) {
	const byFigure = groups.toSorted((a, b) => b.uar - a.uar);
	const best = byFigure[0];
	const worst = byFigure.at(-1);
	const gap = 100 * ((best?.uar ?? 0) - (worst?.uar ?? 0));
	const about = kind in kinds ? kinds[kind as keyof typeof kinds] : undefined;
	return (
		<div className="group">
			{about !== undefined && <h3>{about.title}</h3>}
			<p className="soft small">
				From {worst?.name} ({percent(worst?.uar ?? 0, 1)}) to {best?.name} ({percent(best?.uar ?? 0, 1)}): a
				gap of {gap.toFixed(1)} points.
			</p>
			<dl className={kind === "speaker" ? "group-bars columns" : "group-bars"}>
				{(about !== undefined && "ordinal" in about ? groups : byFigure).map((group) => (
					<div className="group-bar" key={group.name}>
						<dt>
							{group.name} <span className="soft small">{count(group, kind, unit)}</span>
						</dt>
						<dd className="bar-track">
							<svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
								<rect width={100 * group.uar} height="8" fill="var(--accent)" />
							</svg>
						</dd>
						<dd>{percent(group.uar, 1)}</dd>
					</div>
				))}
			</dl>
		</div>
	);
}

function count({ n, speakers }: Group, kind: Kind, unit: string): string {
	const clips = `${n.toLocaleString()} ${unit}`;
	if (kind === "speaker" || unit === "pictures") return clips;
	return `${clips}, ${speakers} ${speakers === 1 ? "speaker" : "speakers"}`;
}
