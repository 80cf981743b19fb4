import { UndertoneError } from "@undertone/core";
import { cacheFolder, readCorpus } from "@undertone/corpora";
import { corpusReport, describeCorpus, measureClips, writeAtomically } from "@undertone/lab";
import { corpusLines } from "../lab/corpus-lines.ts";
import { defineVerb } from "../verb.ts";

/** Says what a corpus holds. */
export const verb = defineVerb({
	summary: "what a corpus holds, and whether it is balanced",
	usage: "corpus NAME|csv:PATH [--data DIR] [--report FILE.html] [--json]",
	options: {
		data: { type: "string", value: "DIR", description: "the folder of the corpora" },
		report: { type: "string", value: "FILE", description: "write an HTML report with pictures and players" },
		json: { type: "boolean", description: "print JSON" },
	},
	examples: [
		"undertone corpus emodb",
		"undertone corpus tess --report tess.html",
		"undertone corpus csv:my-clips/metadata.csv --json",
	],
	notes: [
		"The exit code is 1 where clips cannot be read, or lines of a csv cannot be used.",
		"Names: ravdess, tess, emodb, nemo, crema-d. The data folder is --data, else UNDERTONE_DATA, ./data or ../shared/data. The report holds audio of the corpus: mind its licence when you pass it on.",
	],
	run: async ({ positionals, options, terminal, environment, signal }) => {
		const [name] = positionals;
		if (name === undefined) {
			throw new UndertoneError(
				"usage",
				"undertone corpus needs a name, such as emodb, or csv:PATH for your own clips.",
			);
		}
		const corpus = await readCorpus(name, { data: options.data });
		const bar = terminal.progress({ label: "Listening", total: corpus.utterances.length, unit: "clips" });
		const facts = await measureClips(
			corpus.utterances.map((utterance) => utterance.path),
			{ cache: cacheFolder(environment), signal, onProgress: (done) => bar.update(done) },
		);
		bar.finish();
		const description = describeCorpus(corpus, facts);
		if (options.json === true) terminal.print(JSON.stringify(description));
		else for (const line of corpusLines(description, terminal)) terminal.print(line);
		if (options.report !== undefined) {
			const durations = facts.flatMap((fact) => (typeof fact === "string" ? [] : [fact.duration]));
			await writeAtomically(options.report, await corpusReport(corpus, description, durations));
			if (options.json !== true) terminal.print(`\nReport: ${options.report}`);
		}
		// Lines of one's own table are meant to be read; an official corpus may hold other audio beside its clips.
		const lost = name.startsWith("csv:") ? description.unknownFiles.length : 0;
		return description.unreadable.length + lost > 0 ? 1 : 0;
	},
});
