import { readFile } from "node:fs/promises";
import { reasonSentence, UndertoneError } from "@undertone/core";
import {
	createLiveSpeechRecognizer,
	type LiveEvent,
	type LiveResult,
	loadModel,
	parseProfile,
	predictionWords,
} from "@undertone/recognize";
import { parseCondition } from "../live/parse-condition.ts";
import { readPcm } from "../live/read-pcm.ts";
import { startRecorder } from "../live/start-recorder.ts";
import { readModelFile } from "../open-model.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { defineVerb } from "../verb.ts";

export const verb = defineVerb({
	summary: "the same from a running stream, every half second",
	usage: "live [options] < SOUND",
	options: {
		json: { type: "boolean", description: "one line of JSON a result and an event" },
		model: { type: "string", value: "FILE", description: "the model; by default models/speech.onnx" },
		profile: { type: "string", value: "FILE", description: "a speaker profile made by undertone profile" },
		when: {
			type: "string",
			value: "LABEL:SCORE:SECONDS",
			multiple: true,
			description: "tell when a label has kept a score for so long",
		},
	},
	examples: [
		"undertone live",
		"undertone live --when angry:0.7:2",
		"ffmpeg -v error -i talk.mp4 -f s16le -ar 16000 -ac 1 - | undertone live --json",
	],
	notes: [
		"Standard input must be raw sound: 16 kHz, 16-bit little-endian, one channel. At a terminal the system's recorder is started (arecord, parecord or rec).",
		"Nothing is kept and nothing is sent anywhere.",
	],
	run: async ({ positionals, options, terminal, environment, signal, stdin }) => {
		if (positionals.length > 0) {
			throw new UndertoneError(
				"usage",
				`live: takes no file, got "${positionals[0]}". For files there is undertone analyze.`,
			);
		}
		const conditions = (options.when ?? []).map(parseCondition);
		const model = await loadModel(await readModelFile(options.model, environment));
		const profile =
			options.profile === undefined ? null : parseProfile(await readFile(options.profile, "utf8"), model);
		const unknown = conditions.find(({ label }) => !model.metadata.labels.includes(label));
		if (unknown !== undefined) {
			throw new UndertoneError(
				"usage",
				`live: the model does not know "${unknown.label}", expected one of ${model.metadata.labels.join(", ")}.`,
			);
		}
		const print = options.json === true ? jsonPrinter(terminal) : wordsPrinter(terminal);
		const live = createLiveSpeechRecognizer({
			model,
			profile,
			conditions,
			onResult: print.result,
			onEvent: print.event,
		});
		const recorder = (stdin as NodeJS.ReadStream).isTTY ? startRecorder() : undefined;
		let complaint = "";
		recorder?.child.stderr.on("data", (part: Buffer) => {
			complaint = (complaint + part.toString()).slice(-300);
		});
		if (recorder !== undefined) terminal.warn(`Listening through ${recorder.name}; Ctrl-C ends it.`);
		const source = recorder?.child.stdout ?? stdin;
		const stop = (): void => {
			recorder?.child.kill();
			source.destroy();
		};
		signal.addEventListener("abort", stop, { once: true });
		let heard = 0;
		let failure: unknown;
		const fail = (reason: unknown): void => {
			failure ??= reason;
			stop();
		};
		try {
			for await (const samples of readPcm(source)) {
				heard += samples.length;
				// A file waits for its answers; a microphone does not wait for anybody.
				const pushed = live.push(samples);
				if (recorder === undefined) await pushed;
				else pushed.catch(fail);
			}
		} catch (error) {
			if (!signal.aborted) throw failure ?? error;
		}
		await live.close();
		await model.release();
		print.end();
		if (signal.aborted) return recorder === undefined ? 130 : 0;
		if (recorder !== undefined && heard === 0) {
			throw new UndertoneError(
				"file-unreadable",
				`live: ${recorder.name} gave no sound: ${complaint.trim()}`,
			);
		}
		if (heard === 0) throw new UndertoneError("audio-empty", "live: standard input holds no sound.");
		return 0;
	},
});

interface Printer {
	result(result: LiveResult): void;
	event(event: LiveEvent): void;
	end(): void;
}

function jsonPrinter({ print }: Terminal): Printer {
	return {
		result: ({ latencyMs, ...result }) =>
			print(JSON.stringify({ type: "result", ...result, latencyMs: Math.round(latencyMs) })),
		event: ({ condition, ...event }) => print(JSON.stringify({ type: "event", ...condition, ...event })),
		end: () => undefined,
	};
}

/** On a terminal one line that changes; elsewhere a line whenever the answer does. */
function wordsPrinter({ interactive, columns, print, style }: Terminal): Printer {
	let before = "";
	return {
		result: (result) => {
			const [reason] = result.reasons;
			const why = result.notSure && reason !== undefined ? ` ${reasonSentence(reason)}` : "";
			const filled = Math.round(20 * result.confidence);
			const bar = `${"█".repeat(filled)}${"░".repeat(20 - filled)}`;
			const time = `${result.end.toFixed(1)} s`.padStart(9);
			const words = `${predictionWords(result)}${why}`;
			if (interactive) {
				process.stdout.write(`\r\u001b[2K${`${time} ${bar} ${words}`.slice(0, columns - 1)}`);
			} else if (words !== before) print(`${time}  ${words}`);
			before = words;
		},
		event: ({ condition, time, score }) => {
			if (interactive) process.stdout.write("\r\u001b[2K");
			const percent = `${Math.round(100 * score)} %`;
			print(
				style(
					"bold",
					`${`${time.toFixed(1)} s`.padStart(9)}  ! ${condition.label} at ${percent} for ${condition.seconds} s`,
				),
			);
		},
		end: () => {
			if (interactive) print();
		},
	};
}
