import { readFile } from "node:fs/promises";
import { decodeToMono, encodeWav } from "@undertone/audio";
import { type Emotion, emotionNoun, type Matrix, zeros } from "@undertone/core";
import type { Corpus, Utterance } from "@undertone/corpora";
import { powerSpectrogram, powerToDb } from "@undertone/dsp";
import { mfcc } from "@undertone/speech";
import type { CorpusDescription } from "../corpus/describe-corpus.ts";
import { barChart, histogram, waveform } from "./charts.ts";
import { heatMap } from "./heat-map.ts";
import { escapeHtml, htmlPage } from "./html.ts";

/**
 * The exploration of a corpus as one HTML file: classes, durations, quality, and for an example of every class
 * the waveform as stored and normalised at 22,050 Hz, the spectrogram, the MFCC and a player.
 *
 * @param durations - Seconds of every clip that could be read.
 */
export async function corpusReport(
	corpus: Corpus,
	description: CorpusDescription,
	durations: readonly number[],
): Promise<string> {
	const examples: string[] = [];
	for (const emotion of Object.keys(description.classes) as Emotion[]) {
		const clip = corpus.utterances.find((utterance) => utterance.emotion === emotion);
		if (clip !== undefined) examples.push(await example(clip));
	}
	const { name, clips, speakers, balance, duration } = description;
	const list = (counts: Readonly<Record<string, number>>): string =>
		Object.entries(counts)
			.map(([key, count]) => `${escapeHtml(key)} (${count})`)
			.join(", ");
	const files = (title: string, lines: readonly string[]): string =>
		lines.length === 0
			? ""
			: `<h3>${title} (${lines.length})</h3><ul>${lines
					.slice(0, 200)
					.map((line) => `<li>${escapeHtml(line)}</li>`)
					.join("")}</ul>${lines.length > 200 ? `<p class="soft">and ${lines.length - 200} more</p>` : ""}`;
	return htmlPage(
		`${name}: what it holds`,
		`<h1>${escapeHtml(name)}</h1>
<p>${clips.toLocaleString("en")} clips of ${speakers.length} speakers, ${(duration.total / 3600).toFixed(2)} hours. ${escapeHtml(balance.sentence)}</p>
<table>
<tr><th>Clips by sex</th><td>${list(description.sexes)}</td></tr>
<tr><th>Languages</th><td>${list(description.languages)}</td></tr>
<tr><th>Sample rates as stored, Hz</th><td>${list(description.rates)}</td></tr>
<tr><th>Channels</th><td>${list(description.channels)}</td></tr>
<tr><th>Codecs</th><td>${list(description.codecs)}</td></tr>
<tr><th>Duration, seconds</th><td>mean ${duration.mean.toFixed(2)}, median ${duration.median.toFixed(2)}, ${duration.min.toFixed(2)} to ${duration.max.toFixed(2)}</td></tr>
<tr><th>Licence</th><td>${escapeHtml(description.licence || "unknown")}</td></tr>
</table>
<h2>Classes</h2>
${barChart(Object.entries(description.classes).map(([emotion, count]) => [emotion, count ?? 0] as const))}
<h2>Durations</h2>
${histogram(durations, "s")}
<h2>An example of every class</h2>
${examples.join("\n")}
<h2>Quality</h2>
${files(
	"Clips that stand out",
	description.outliers.map(({ file, sentence }) => `${file}: ${sentence}`),
)}
${files(
	"Same audio",
	description.duplicates.map((group) => group.join(" = ")),
)}
${files("Differences from the official counts", description.differences)}
${files(
	"Left out by exclude.csv",
	description.excluded.map(({ file, reason }) => `${file}: ${reason}`),
)}
${files(
	"Unknown files",
	description.unknownFiles.map(({ file, reason }) => `${file}: ${reason}`),
)}
${files(
	"Unreadable",
	description.unreadable.map(({ file, reason }) => `${file}: ${reason}`),
)}`,
	);
}

async function example({ path, file, emotion, speaker }: Utterance): Promise<string> {
	const bytes = await readFile(path);
	const stored = await decodeToMono(bytes, { name: file, sampleRate: 16000 });
	const { signal } = await decodeToMono(bytes, { name: file, sampleRate: 22050 });
	let peak = 1e-9;
	for (const x of signal) peak = Math.max(peak, Math.abs(x));
	const normalised = signal.map((x) => x / peak);
	const spectrogram = powerToDb(powerSpectrogram(normalised, { nFft: 1024, hopLength: 256 }));
	const coefficients = mfcc(normalised, { sampleRate: 22050, nMfcc: 40 });
	const wav = Buffer.from(encodeWav(stored.signal, 16000)).toString("base64");
	const figure = (picture: string, caption: string): string =>
		`<figure>${picture}<figcaption>${caption}</figcaption></figure>`;
	return `<h3>${escapeHtml(emotionNoun(emotion))}</h3>
<p class="soft">${escapeHtml(file)}, speaker ${escapeHtml(speaker)}, ${stored.source.duration.toFixed(2)} s</p>
<audio controls preload="none" src="data:audio/wav;base64,${wav}"></audio>
<div class="grid">
${figure(waveform(stored.signal, 1), `Waveform as stored (${stored.source.sampleRate} Hz, full scale ±1)`)}
${figure(waveform(normalised, 1), "Waveform, normalised, at 22,050 Hz")}
${figure(`<img alt="Spectrogram" src="${heatMap(spectrogram)}">`, "Spectrogram, 0–11 kHz, 80 dB")}
${figure(`<img alt="MFCC" src="${heatMap(stretched(coefficients))}">`, "MFCC 0–39 from bottom to top, each from its lowest to its highest")}
</div>`;
}

/** Every column from 0 to 1: coefficient 0 would leave no contrast for the others. */
function stretched({ rows, columns, data }: Matrix): Matrix {
	const out = zeros(rows, columns);
	for (let c = 0; c < columns; c++) {
		let low = Number.POSITIVE_INFINITY;
		let high = Number.NEGATIVE_INFINITY;
		for (let r = 0; r < rows; r++) {
			low = Math.min(low, data[r * columns + c] as number);
			high = Math.max(high, data[r * columns + c] as number);
		}
		if (high === low) continue;
		for (let r = 0; r < rows; r++)
			out.data[r * columns + c] = ((data[r * columns + c] as number) - low) / (high - low);
	}
	return out;
}
