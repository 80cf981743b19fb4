import { cacheFolder } from "@undertone/corpora";
import type { ExperimentContext } from "@undertone/lab";
import type { Progress } from "../terminal/terminal.ts";
import type { VerbContext } from "../verb.ts";

/** What an experiment needs, from a verb's context: lines go to standard output, progress to standard error. */
export function experimentContext(
	{ terminal, signal, environment }: VerbContext,
	{
		data,
		results = "results",
		features,
	}: {
		readonly data?: string | undefined;
		readonly results?: string | undefined;
		readonly features?: string | undefined;
	},
): ExperimentContext {
	let bar: { readonly what: string; readonly progress: Progress } | undefined;
	return {
		data,
		results,
		featureTable: features,
		cache: cacheFolder(environment),
		signal,
		print: (line) => {
			bar?.progress.clear();
			terminal.print(line);
		},
		progress: (what, share, note) => {
			if (bar?.what !== what) {
				bar?.progress.finish();
				bar = { what, progress: terminal.progress({ label: what, total: 100, unit: "%" }) };
			}
			bar.progress.update(Math.round(100 * share), note);
			if (share >= 1) bar.progress.finish();
		},
	};
}
