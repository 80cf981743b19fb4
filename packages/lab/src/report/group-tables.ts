import type { GroupTable } from "./group-gaps.ts";
import { escapeHtml } from "./html.ts";
import { percent } from "./percent.ts";

/** Groups side by side as HTML; kinds that a corpus does not tell are named. */
export function groupTables(tables: readonly GroupTable[]): string {
	const shown = tables.filter(({ groups }) => groups.length > 0).map(one);
	const missing = tables.filter(({ groups }) => groups.length === 0);
	const lines = missing.map(({ by, missing: why }) => `${escapeHtml(by)}: ${escapeHtml(why ?? "")}`);
	return `${shown.join("\n")}${lines.length === 0 ? "" : `<p class="soft">${lines.join("; ")}.</p>`}`;
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
	return `<h3>By ${escapeHtml(by)}</h3><div class="scroll"><table>
<tr><th></th><th>predictions</th><th>speakers</th><th>UAR</th><th>accuracy</th></tr>
${lines.join("\n")}
</table></div><p class="soft">The UAR of a group is over the classes that it has.${between}</p>`;
}
