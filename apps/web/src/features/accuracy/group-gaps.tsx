import type { ResultDetail } from "@undertone/api";
import { percent } from "../../lib/format.ts";

type Tables = ResultDetail["tables"];
type Group = Tables["perSex"][number];

/** A longer list of speakers is folded away. */
const fewSpeakers = 24;

const languages: Readonly<Record<string, string>> = { en: "English", de: "German", pl: "Polish" };

/** For whom it works better and for whom worse: by speaker, sex, language and corpus. */
export function GroupGaps({ tables, unit }: { readonly tables: Tables; readonly unit: string }) {
	const several = tables.perCorpus.length > 1;
	const speakers = tables.perSpeaker
		.filter(({ name }) => name !== "unknown")
		.map((group) => ({ ...group, name: several ? `${group.corpus} ${group.name}` : group.name }));
	const parts: [string, readonly Group[]][] = [
		["By sex", tables.perSex],
		[
			"By language",
			tables.perLanguage.map((group) => ({ ...group, name: languages[group.name] ?? group.name })),
		],
		["By corpus", tables.perCorpus],
	];
	const shown = parts.filter(([, groups]) => groups.length > 1);
	if (shown.length === 0 && speakers.length < 2) return null;
	return (
		<section className="card span">
			<h2>For whom it works better, and for whom worse</h2>
			{shown.length > 0 && (
				<div className="two">
					{shown.map(([title, groups]) => (
						<Bars key={title} title={title} groups={groups} unit={unit} />
					))}
				</div>
			)}
			{speakers.length > 1 && (
				<details open={speakers.length <= fewSpeakers}>
					<summary>By speaker ({speakers.length})</summary>
					<Bars groups={speakers} unit={unit} columns />
				</details>
			)}
			<p className="soft small">UAR over the classes that a group has. Few {unit} make an unsure figure.</p>
		</section>
	);
}

function Bars({
	title,
	groups,
	unit,
	columns = false,
}: {
	readonly title?: string;
	readonly groups: readonly Group[];
	readonly unit: string;
	readonly columns?: boolean;
}) {
	const ordered = groups.toSorted((a, b) => b.uar - a.uar);
	const best = ordered[0];
	const worst = ordered.at(-1);
	const gap = 100 * ((best?.uar ?? 0) - (worst?.uar ?? 0));
	return (
		<div className="group">
			{title !== undefined && <h3>{title}</h3>}
			<p className="soft small">
				From {worst?.name} ({percent(worst?.uar ?? 0, 1)}) to {best?.name} ({percent(best?.uar ?? 0, 1)}): a
				gap of {gap.toFixed(1)} points.
			</p>
			<dl className={columns ? "group-bars columns" : "group-bars"}>
				{ordered.map((group) => (
					<div className="group-bar" key={group.name}>
						<dt>
							{group.name}{" "}
							<span className="soft small">
								{group.n.toLocaleString()} {unit}
							</span>
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
