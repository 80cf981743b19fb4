import { type Emotion, type Prediction, UndertoneError } from "@undertone/core";
import type { AudioVisualClip, AudioVisualCorpus } from "@undertone/corpora";
import type { StoredPrediction } from "@undertone/lab";
import { pairedDifference, uar } from "@undertone/learn";
import {
	createLiveTimeline,
	type ExpressionClassifier,
	type FaceRecognizer,
	type Fuser,
	fusePredictions,
	fusePredictionsBy,
	type SourcePrediction,
	type SpeechRecognizer,
	speechAboveNoiseDb,
	trustIn,
	trustRamps,
} from "@undertone/recognize";
import { readAudio } from "../analyze/read-audio.ts";
import { readFrames } from "../faces/read-frames.ts";
import { sortOut } from "./evaluate-model.ts";
import { type Evaluation, summarise } from "./summarise.ts";

/** What a film is judged by. */
export interface FilmRecognizers {
	readonly speech: SpeechRecognizer;
	readonly face: FaceRecognizer;
	/** The model of expressions that {@link face} holds. */
	readonly expression: Pick<ExpressionClassifier, "metadata">;
	/** What puts both together in place of the mean of the live page. */
	readonly fuser?: Fuser | undefined;
}

/** How voice, face and both do on films of people who are seen and heard. */
export interface FilmEvaluation {
	/** Each over the films in which it could say anything. */
	readonly voice: Evaluation;
	readonly face: Evaluation;
	readonly both: Evaluation;
	/** Films without a usable voice, and without a usable face. */
	readonly silent: number;
	readonly faceless: number;
	/** UAR of both less that of the better of the two, over the films that have both; 95 % of a paired bootstrap. */
	readonly gain: {
		readonly over: "voice" | "face";
		readonly n: number;
		readonly value: number;
		readonly low: number;
		readonly high: number;
	};
}

/** Frames of a film a second. */
const rate = 5;
/** Longer films are no clips of such a corpus. */
const mostSeconds = 600;

/**
 * Puts a voice, a face and their fusion, as the live page makes it or by a model of fusion, to a corpus of film and
 * sound: every film whole, without a speaker profile and without abstaining.
 *
 * @throws {UndertoneError} `usage` if the model of fusion has other labels than voice and face; `corpus-too-small`, `file-unreadable`, `cancelled`.
 */
export async function evaluateFilms(
	recognizers: FilmRecognizers,
	corpus: AudioVisualCorpus,
	{ signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress?: (done: number) => void },
): Promise<FilmEvaluation> {
	const { speech, expression, fuser } = recognizers;
	const models = { voice: speech.model.metadata, face: expression.metadata };
	const shared = models.voice.labels.filter((label) => models.face.labels.includes(label));
	if (fuser !== undefined) checkLabels(fuser, models);
	const { tested, mapped, leftOut } = sortOut(corpus.clips, shared);
	const labels = shared.filter((label) => tested.some(({ actual }) => actual === label));
	if (labels.length < 2) {
		throw new UndertoneError(
			"corpus-too-small",
			`evaluate: ${corpus.name} must hold at least two of the classes that voice and face know (${shared.join(", ")}), it holds ${labels.length} of them.`,
		);
	}
	const seen: SeenFilm[] = [];
	for (const { utterance, actual } of tested) {
		signal.throwIfAborted();
		const voice = await hearFilm(utterance, recognizers.speech);
		const face = await lookAtFilm(utterance, recognizers, signal);
		const both = await (fuser === undefined
			? fusePredictions([voice, face], 0)
			: fusePredictionsBy(fuser, { voice, face }, 0));
		seen.push({ clip: utterance, actual, voice, face, both });
		onProgress?.(seen.length);
	}
	const evaluated = (of: "voice" | "face" | "both"): Evaluation => {
		const films = seen.filter((film) => isScored(film[of]));
		if (films.length === 0) {
			const without = of === "face" ? "a face" : "speech";
			throw new UndertoneError("corpus-too-small", `evaluate: no film of ${corpus.name} has ${without}.`);
		}
		const metadata =
			of === "both"
				? {
						...models.voice,
						name: `${models.voice.name} and ${models.face.name}${fuser === undefined ? "" : ` by ${fuser.metadata.name}`}`,
						sha256: [models.voice, models.face, fuser?.metadata]
							.flatMap((one) => one?.sha256 ?? [])
							.join(" "),
						labels: shared,
					}
				: models[of];
		return summarise({
			metadata,
			corpus: `${corpus.name} (film)`,
			labels,
			predictions: films.map((film) => predictionOf(film, of, labels)),
			all: films.map((film) => Float32Array.from(metadata.labels, (label) => film[of]?.scores?.[label] ?? 0)),
			speakers: new Set(films.map(({ clip }) => clip.speaker)).size,
			mapped,
			leftOut,
			unknownFiles: corpus.unknownFiles,
			trainedOnIt: [
				models.voice,
				models.face,
				...(of === "both" && fuser !== undefined ? [fuser.metadata] : []),
			].some(({ corpora }) => corpora.includes(corpus.name)),
		});
	};
	return {
		voice: evaluated("voice"),
		face: evaluated("face"),
		both: evaluated("both"),
		silent: seen.filter(({ voice }) => !isScored(voice)).length,
		faceless: seen.filter(({ face }) => !isScored(face)).length,
		gain: gainOf(
			seen.filter(({ voice, face }) => isScored(voice) && isScored(face)),
			labels,
		),
	};
}

/** A model of fusion stacks the scores of all labels of both. */
function checkLabels(
	{ metadata }: Fuser,
	models: Readonly<Record<"voice" | "face", { readonly name: string; readonly labels: readonly Emotion[] }>>,
): void {
	const sorted = (labels: readonly Emotion[]): string => [...labels].sort().join(", ");
	for (const { name, labels } of [models.voice, models.face]) {
		if (sorted(labels) === sorted(metadata.labels)) continue;
		throw new UndertoneError(
			"usage",
			`evaluate: ${metadata.name} fuses scores of ${metadata.labels.join(", ")}, but ${name} knows ${labels.join(", ")}. Leave out --fusion-model, or choose models of the same labels.`,
		);
	}
}

/** A film with what each way of judging says of it. */
interface SeenFilm {
	readonly clip: AudioVisualClip;
	readonly actual: Emotion;
	readonly voice: SourcePrediction;
	readonly face: SourcePrediction | null;
	readonly both: Prediction | null;
}

function isScored(said: Prediction | null): boolean {
	return said !== null && said.scores !== null;
}

async function hearFilm({ audio }: AudioVisualClip, recognizer: SpeechRecognizer): Promise<SourcePrediction> {
	const { signal } = await readAudio(audio, mostSeconds);
	const said = await recognizer.analyze(signal, { explain: false });
	return { ...said, trust: trustIn(speechAboveNoiseDb(signal, said.speech), trustRamps.voice) };
}

/** The largest face of every frame, as the live page sums them up; null where there is none. */
async function lookAtFilm(
	{ video }: AudioVisualClip,
	{ face, expression }: FilmRecognizers,
	signal: AbortSignal,
): Promise<SourcePrediction | null> {
	face.reset();
	const timeline = createLiveTimeline(expression.metadata.calibration.threshold, 1 / rate);
	let trust = 0;
	let count = 0;
	for await (const { time, image } of readFrames(video, { rate, signal })) {
		const { faces } = await face.analyze(image, { video: true, thorough: true });
		const largest = faces.toSorted((a, b) => b.box.width * b.box.height - a.box.width * a.box.height)[0];
		if (largest === undefined) continue;
		timeline.add({ start: time, end: time + 1 / rate }, largest);
		if (largest.scores === null) continue;
		trust += largest.trust ?? 1;
		count++;
	}
	const said = timeline.overall();
	return said === null ? null : { ...said, trust: trust / count };
}

function predictionOf(
	{ clip, actual, ...said }: SeenFilm,
	of: "voice" | "face" | "both",
	labels: readonly Emotion[],
): StoredPrediction {
	const scores = said[of]?.scores ?? {};
	const best = Object.entries(scores).reduce((a, b) => (b[1] > a[1] ? b : a));
	return {
		file: clip.file,
		corpus: clip.corpus,
		speaker: clip.speaker,
		fold: "all",
		repeat: 0,
		actual,
		predicted: best[0] as Emotion,
		scores: labels.map((label) => scores[label] ?? 0),
	};
}

function gainOf(films: readonly SeenFilm[], labels: readonly Emotion[]): FilmEvaluation["gain"] {
	const figure = (of: "voice" | "face" | "both") => {
		const rows = films.map((film) => predictionOf(film, of, labels));
		return (indices: ArrayLike<number>): number =>
			uar(
				Array.from(indices, (i) => labels.indexOf((rows[i] as StoredPrediction).actual)),
				Array.from(indices, (i) => labels.indexOf((rows[i] as StoredPrediction).predicted)),
				labels.length,
			);
	};
	const all = films.map((_, i) => i);
	const over = figure("voice")(all) >= figure("face")(all) ? "voice" : "face";
	const speakers = films.map(({ clip }) => clip.speaker);
	const { value, low, high } =
		films.length === 0
			? { value: Number.NaN, low: Number.NaN, high: Number.NaN }
			: pairedDifference(figure("both"), figure(over), speakers);
	return { over, n: films.length, value, low, high };
}
