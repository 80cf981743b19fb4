import type { GroupKind, GroupTable } from "../groups/group-gaps.ts";
import { escapeHtml } from "./html.ts";
import { percent } from "./percent.ts";

const words: Readonly<Record<GroupKind, string>> = {
	corpus: "corpus",
	sex: "sex",
	language: "language",
	f0: "median F0 of the clip",
	age: "age",
	accent: "accent",
	speaker: "speaker",
};

/** Groups side by side as HTML; corpora that do not tell a kind are named. */
export function groupTables(tables: readonly GroupTable[]): string {
	const shown = tables.filter(({ groups }) => groups.length > 0).map(one);
	const missing = tables
		.filter(({ untold }) => untold.length > 0)
		.map(({ by, untold }) => `${words[by]}: not told by ${escapeHtml(untold.join(", "))}`);
	return `${shown.join("\n")}${missing.length === 0 ? "" : `<p class="soft">${missing.join("; ")}.</p>`}`;
}

function one({ by, groups }: GroupTable): string {
	const uars = groups.map(({ uar }) => uar);
	const gap = Math.max(...uars) - Math.min(...uars);
	const lines = groups.map(
		({ name, n, speakers, uar, accuracy }) =>
			`<tr><th>${escapeHtml(name)}</th><td>${n}</td><td>${speakers}</td><td>${percent(uar)}</td><td>${percent(accuracy)}</td></tr>`,
	);
	const between =
		groups.length > 1 ? ` Between the best and the worst: ${(100 * gap).toFixed(1)} points.` : "";
	return `<h3>By ${words[by]}</h3><div class="scroll"><table>
<tr><th></th><th>clips</th><th>speakers</th><th>UAR</th><th>accuracy</th></tr>
${lines.join("\n")}
</table></div><p class="soft">The UAR of a group is over the classes that it has.${between}</p>`;
}
