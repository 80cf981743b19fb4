import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { decodeAudio, toMono } from "@undertone/audio";
import { resample } from "@undertone/dsp";
import { listen, speechAboveNoiseDb, speechSegments, type VoiceActivity } from "@undertone/recognize";
import type { SoundLibrary } from "../augment/sound-library.ts";
import { applyVariant, type Variant } from "../augment/variant.ts";

/** What the recogniser's own gates say of a clip before any model is asked. */
export interface VoiceQuality {
	/** Nothing to score, or a reason not to. */
	readonly doubtful: boolean;
	/** How far speech stands above what is between it, in dB; infinite where nothing is between it. */
	readonly snrDb: number;
}

/**
 * Listens to a clip, changed as its features were, with the gates of the live recogniser.
 *
 * @param sounds - Needed by noises and rooms.
 */
export async function voiceQuality(
	path: string,
	variant: Variant,
	{ vad, sounds }: { readonly vad: VoiceActivity; readonly sounds?: SoundLibrary | undefined },
): Promise<VoiceQuality> {
	const bytes = await readFile(path);
	const clip = await decodeAudio(bytes, { name: path });
	const signal = resample(toMono(clip), { from: clip.sampleRate, to: 16_000 });
	// As for the clip's features: the same draw in every run, and another for every clip.
	const seed = Number.parseInt(createHash("sha256").update(bytes).digest("hex").slice(0, 8), 16);
	const changed = await applyVariant(signal, 16_000, variant, { seed, sounds });
	const speech = speechSegments(await vad.probabilities(changed), changed.length / 16_000);
	const { unscorable, doubts } = listen(changed, speech);
	const blocking = doubts.filter((reason) => reason !== "clipped" && reason !== "telephone-band");
	return { doubtful: unscorable || blocking.length > 0, snrDb: speechAboveNoiseDb(changed, speech) };
}
