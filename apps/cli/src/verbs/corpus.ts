import { UndertoneError } from "@undertone/core";
import { cacheFolder, readCorpus } from "@undertone/corpora";
import {
	corpusReport,
	describeCorpus,
	measureClips,
	medianF0,
	storeClipTable,
	writeAtomically,
} from "@undertone/lab";
import { corpusLines } from "../lab/corpus-lines.ts";
import { defineVerb } from "../verb.ts";

/** Says what a corpus holds. */
export const verb = defineVerb({
	summary: "what a corpus holds, and whether it is balanced",
	usage: "corpus NAME|csv:PATH [--data DIR] [--report FILE.html] [--f0 FILE.csv] [--json]",
	options: {
		data: { type: "string", value: "DIR", description: "the folder of the corpora" },
		report: { type: "string", value: "FILE", description: "write an HTML report with pictures and players" },
		f0: { type: "string", value: "FILE", description: "put the median F0 of every clip into a table" },
		json: { type: "boolean", description: "print JSON" },
	},
	examples: [
		"undertone corpus emodb",
		"undertone corpus tess --report tess.html",
		"undertone corpus emodb --f0 results/clips.csv",
		"undertone corpus csv:my-clips/metadata.csv --json",
	],
	notes: [
		"The exit code is 1 where clips cannot be read, or lines of a csv cannot be used.",
		"--f0 puts the corpus's clips into the table in place of its lines there (corpus, file, median F0 in Hz); the accuracy page and the reports group clips by results/clips.csv. A run that was interrupted goes on where it stopped.",
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
		if (options.f0 !== undefined) {
			const unreadable = new Set(description.unreadable.map(({ file }) => file));
			const clips = corpus.utterances.filter(({ file }) => !unreadable.has(file));
			const f0Bar = terminal.progress({ label: "Following pitch", total: clips.length, unit: "clips" });
			const f0 = await medianF0(
				clips.map(({ path }) => path),
				{ cache: cacheFolder(environment), signal, onProgress: (done) => f0Bar.update(done) },
			);
			f0Bar.finish();
			await storeClipTable(options.f0, clips, f0 ?? []);
			if (options.json !== true) terminal.print(`\nMedian F0 of ${clips.length} clips: ${options.f0}`);
		}
		// Lines of one's own table are meant to be read; an official corpus may hold other audio beside its clips.
		const lost = name.startsWith("csv:") ? description.unknownFiles.length : 0;
		return description.unreadable.length + lost > 0 ? 1 : 0;
	},
});
